import "server-only";
import { cookies } from "next/headers.js";
import { encode } from "next-auth/jwt";
import { env } from "@/lib/env";
import { sessionCookieName } from "./actor";

/** The token names a session and nothing else: its row decides what the session may do (see actor.ts). */
export type SessionClaims = { sub: string; sid: string };

/** How long a session lives: without use, and at most. */
export const sessionIdleHours = 8;
export const sessionHours = 24;

export const sessionSeconds = sessionHours * 3600;

export const sessionCookieOptions = () => ({
  httpOnly: true,
  sameSite: "lax" as const,
  secure: env().baseUrl.startsWith("https:"),
  path: "/",
});

/** For choices that a browser keeps when nobody is signed in. */
export const lastingCookieOptions = () => ({ ...sessionCookieOptions(), maxAge: 365 * 86_400 });

/** Gives this browser the session, in the same form as next-auth's own callback does. */
export async function setSessionCookie(claims: SessionClaims): Promise<void> {
  const token = await encode({ token: claims, secret: env().authSecret, maxAge: sessionSeconds });
  (await cookies()).set(sessionCookieName(), token, { ...sessionCookieOptions(), maxAge: sessionSeconds });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), "", { ...sessionCookieOptions(), maxAge: 0 });
}
