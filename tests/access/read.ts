import { pool } from "@/db/client";
import { AppError, sqlState } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import {
  type ConferenceReach,
  enter,
  openScope,
  type Scope,
  withActor,
  withVisitor,
} from "@/lib/server/scope";
import type { FurnishedWorld } from "./furnished";
import { actorOf, type Persona } from "./personas";
import type { QueryRow, Visitor } from "./rows/types";

/** Refusals that say no more than "nothing here", and a missing grant of the guest role. */
const refusals = new Set(["not_found", "signed_out", "forbidden"]);
const INSUFFICIENT_PRIVILEGE = "42501";
const READ_ONLY_TRANSACTION = "25006";

/** Null where the answer was a refusal. Policies that explain themselves count, too: they hold no data. */
async function orRefusal(read: () => Promise<unknown>): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError && (refusals.has(error.code) || /^(only|right)_/.test(error.code)))
      return null;
    if ([INSUFFICIENT_PRIVILEGE, READ_ONLY_TRANSACTION].includes(sqlState(error) ?? "")) return null;
    throw error;
  }
}

/** As a user in the own account. */
export function readAtHome(row: QueryRow, w: FurnishedWorld, actor: UserActor): Promise<unknown> {
  return orRefusal(() =>
    row.locks
      ? pool().db.transaction(async (tx) => {
          const now = await enter(tx, "foyer_app", { tenantId: actor.tenantId });
          return row.read(openScope(actor, tx, actor.tenantId, now) as Scope<never>, w);
        })
      : withActor(actor, (scope) => row.read(scope as Scope<never>, w)),
  );
}

/** On the page of the webinar. */
export async function readOnThePage(row: QueryRow, w: FurnishedWorld, persona: Visitor): Promise<unknown> {
  const reach: ConferenceReach = {
    tenantId: w.tenant.id,
    conferenceId: w.webinar.id,
    visibility: "public",
  };
  const actor = await actorOf(w, persona);
  if (actor.kind === "system") throw new Error("not a visitor");
  return orRefusal(() => withVisitor(actor, reach, (scope) => row.read(scope as Scope<never>, w)));
}

export const userOf = async (w: FurnishedWorld, persona: Persona): Promise<UserActor> => {
  const actor = await actorOf(w, persona);
  if (actor.kind !== "user") throw new Error(`${persona} is no user`);
  return actor;
};

/** Whether a value holds anything: a word, a date, a number other than zero, a yes. */
export function holdsSomething(value: unknown): boolean {
  if (value instanceof Date || value instanceof Uint8Array) return true;
  if (value instanceof Map || value instanceof Set) return [...value.values()].some(holdsSomething);
  if (value && typeof value === "object") return Object.values(value).some(holdsSomething);
  return Boolean(value);
}

const flat = (_key: string, value: unknown) =>
  value instanceof Map || value instanceof Set ? [...value] : typeof value === "bigint" ? `${value}` : value;

/** The words of an account that a value holds. */
export function marksIn(value: unknown, marks: readonly string[]): string[] {
  const text = JSON.stringify(value, flat) ?? "";
  return marks.filter((mark) => text.includes(mark));
}

export async function collected<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
