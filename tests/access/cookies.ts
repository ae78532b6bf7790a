import { encode } from "next-auth/jwt";
import { guestCookieName, sessionCookieName } from "@/lib/server/actor";
import { sign } from "@/lib/server/crypto";
import { owner } from "../support/database";
import { aSession, type World } from "../support/world";
import type { AccessWorld, Persona } from "./personas";

/** The cookies that a persona's browser holds, as signing in or opening a personal link leaves them. */
export async function cookiesOf(w: AccessWorld, persona: Persona): Promise<Record<string, string>> {
  if (persona === "anonymous") return {};
  if (persona === "guest") return guestCookie(w.registration.participantId);
  if (persona === "otherGuest") return guestCookie(w.otherRegistration.participantId);
  const person = w.people[persona as keyof World["people"]];
  const token = { sub: person.userId, sid: await aSession(person) };
  return { [sessionCookieName()]: await encode({ token, secret: process.env.AUTH_SECRET ?? "" }) };
}

export async function guestCookie(participantId: string): Promise<Record<string, string>> {
  const [row] = await owner()<{ t: string; c: string; g: number }[]>`
    SELECT tenant_id AS t, conference_id AS c, link_generation AS g FROM participants WHERE id = ${participantId}`;
  if (!row) throw new Error("no such participant");
  const exp = Math.floor(Date.now() / 1000) + 86_400;
  return { [guestCookieName(row.c)]: sign("guest", { ...row, p: participantId, exp }) };
}

export const cookieHeader = (cookies: Record<string, string>): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
