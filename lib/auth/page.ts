import "server-only";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import * as z from "zod";
import { goOnline } from "@/lib/licences/commands";
import { findActor, type UserActor } from "@/lib/server/actor";
import { sign, verify } from "@/lib/server/crypto";

/**
 * The signed-in user, for a page of the personal area; every page asks by itself. For everybody else the page does
 * not exist: the answer is the 404 that offers to sign in and come back.
 */
export async function requirePageActor(): Promise<UserActor> {
  const actor = (await findActor()) ?? notFound();
  if (!(await isLetIn(actor))) redirect("/online");
  return actor;
}

/** Whoever is in the area takes an online licence (D14); when the account has none left, the next person waits. */
const isLetIn = cache(async (actor: UserActor): Promise<boolean> => {
  if (actor.isAdministrator || actor.isOnline) return true;
  const result = await goOnline.execute(actor, {});
  return result.ok || result.error.code !== "no_online_licence";
});

/** The same for the control panel, which does not exist for users without that duty (A06). */
export async function requirePageAdministrator(): Promise<UserActor> {
  const actor = await requirePageActor();
  return actor.isAdministrator ? actor : notFound();
}

const blockedState = z.strictObject({ login: z.string().max(200), until: z.iso.datetime() });
export type BlockedState = z.infer<typeof blockedState>;

/** Where a blocked user ID is told so. Signed, so that nobody can be shown a block that does not exist. */
export function blockedPath(state: BlockedState, next: string): string {
  return `/sign-in?${new URLSearchParams({ blocked: sign("browser", state), next })}`;
}

export function readBlocked(signed: unknown): BlockedState | null {
  const parsed = blockedState.safeParse(verify("browser", typeof signed === "string" ? signed : undefined));
  return parsed.success ? parsed.data : null;
}
