import "server-only";
import { notFound } from "next/navigation";
import { findActor, type UserActor } from "@/lib/server/actor";

/**
 * The signed-in user, for a page of the personal area; every page asks by itself. For everybody else the page does
 * not exist: the answer is the 404 that offers to sign in and come back.
 */
export async function requirePageActor(): Promise<UserActor> {
  return (await findActor()) ?? notFound();
}

/** The same for the control panel, which does not exist for users without that duty (A06). */
export async function requirePageAdministrator(): Promise<UserActor> {
  const actor = await requirePageActor();
  return actor.isAdministrator ? actor : notFound();
}
