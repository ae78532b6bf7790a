import type { ErrorCode } from "@/lib/errors";
import type { Scope } from "@/lib/server/scope";
import type { FurnishedWorld } from "../furnished";
import type { AccessWorld, Persona } from "../personas";

export type Outcome = "ok" | ErrorCode;

/** What each persona gets. At least one is "ok", so that a denial cannot be right by accident. */
export type Expected = Record<Persona, Outcome>;

export type CommandRow = {
  /** A right input; the same for every persona. */
  input: (w: AccessWorld, persona: Persona) => unknown;
  expect: Expected;
  /** Puts the world into the state in which the command makes sense. */
  given?: (w: AccessWorld, persona: Persona) => Promise<void>;
  /** A success takes away what the next persona would need, so each has a world of its own. */
  once?: true;
  /** Names of the input's fields that name a record: tried with ids of the other account and with unknown ones. */
  ids?: string[];
  /** Why it reaches no record of another account even without both walls. */
  neverLeaks?: string;
};

/** Strangers on the webinar's page; users of another account are strangers there, too. */
export const visitors = ["anonymous", "guest", "otherGuest", "foreigner", "foreignAdministrator"] as const;
export type Visitor = (typeof visitors)[number];

/** Users of the conferences' account. */
export const users = ["invited", "moderator", "organiser", "administrator", "member", "unlicensed"] as const;
export type User = (typeof users)[number];

/** Users of another account, looking from there. */
export const foreigners = ["foreigner", "foreignAdministrator"] as const;

/**
 * One query. It asks for what belongs to the organiser's account, whoever asks; those who are not named here get
 * nothing: null, false, no rows, zeros, a refusal, or a missing grant of the guest role.
 */
export type QueryRow = {
  // Of no actor in particular, so that the types let every actor try.
  read: (scope: Scope<never>, w: FurnishedWorld) => Promise<unknown>;
  users: readonly User[];
  /** Who of the strangers gets something on the webinar's page. */
  visitors?: readonly Visitor[];
  /** Names no record: everybody gets what is theirs, and nobody anything of the other account. */
  isOwnAffair?: true;
  /** Its type takes users only, so no other stranger can be tried. */
  usersOnly?: true;
  /** Takes a lock, so it is never read in a read-only transaction. */
  locks?: true;
  /** Why nothing of another account shows even without both walls. */
  neverLeaks?: string;
};

/** One outcome for some personas and another for the rest. */
export function outcomes<T extends string | number>(
  rest: T,
  some: Partial<Record<Persona, T>>,
): Record<Persona, T> {
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

export const guests = ["guest", "otherGuest"] as const;

export const all = <T extends string>(names: readonly Persona[], outcome: T) =>
  Object.fromEntries(names.map((name) => [name, outcome])) as Partial<Record<Persona, T>>;

/** Whoever is signed in, about themselves. */
export const ownAffairs = outcomes<"ok" | "signed_out" | "not_found">("ok", {
  anonymous: "signed_out",
  ...all(guests, "not_found"),
});

/** For the account's administrators; for everybody else the control panel does not exist. */
export const administratorsOnly = outcomes<"ok" | "not_found" | "signed_out">("not_found", {
  anonymous: "signed_out",
  administrator: "ok",
});
