import type { ErrorCode } from "@/lib/errors";
import type { Scope } from "@/lib/server/scope";
import type { AccessWorld, Persona } from "../personas";

export type Outcome = "ok" | ErrorCode;

/** What each persona gets. At least one is "ok", so that a denial cannot be right by accident. */
export type Expected = Record<Persona, Outcome>;

export type CommandRow = {
  /** A right input for a fresh world; the same for every persona. */
  input: (w: AccessWorld, persona: Persona) => unknown;
  expect: Expected;
  /** Puts the world into the state in which the command makes sense. */
  given?: (w: AccessWorld, persona: Persona) => Promise<void>;
  /** Names of the input's fields that name a record: tried with ids of the other account and with unknown ones. */
  ids?: string[];
};

export type QueryRow = {
  /** Reads as the persona. Throwing an AppError counts as its code; null, [] or 0 rows count as "empty". */
  read: (scope: Scope, w: AccessWorld) => Promise<unknown>;
  /** Which conference page the visitor's scope opens; default the webinar. */
  expect: Record<Persona, Outcome | "empty">;
};

/** One outcome for some personas and another for the rest. */
export function outcomes<T extends string>(rest: T, some: Partial<Record<Persona, T>>): Record<Persona, T> {
  const all: Persona[] = [
    "anonymous",
    "guest",
    "otherGuest",
    "invited",
    "moderator",
    "organiser",
    "administrator",
    "member",
    "unlicensed",
    "foreigner",
    "foreignAdministrator",
  ];
  return Object.fromEntries(all.map((p) => [p, some[p] ?? rest])) as Record<Persona, T>;
}
