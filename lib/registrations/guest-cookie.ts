import "server-only";
import { cookies } from "next/headers";
import { env } from "@/lib/env";
import { type GuestCookie, guestCookieName } from "@/lib/server/actor";
import { sign } from "@/lib/server/crypto";

type Guest = {
  tenantId: string;
  conferenceId: string;
  participantId: string;
  generation: number;
  expiresAt: Date;
};

/** Makes this browser a guest of one conference. Only actions and route handlers can set cookies. */
export async function setGuestCookie(guest: Guest): Promise<void> {
  const payload: GuestCookie = {
    t: guest.tenantId,
    c: guest.conferenceId,
    p: guest.participantId,
    g: guest.generation,
    exp: Math.floor(guest.expiresAt.getTime() / 1000),
  };
  (await cookies()).set(guestCookieName(guest.conferenceId), sign("guest", payload), {
    httpOnly: true,
    sameSite: "lax",
    secure: env().baseUrl.startsWith("https:"),
    path: "/",
    expires: guest.expiresAt,
  });
}

export async function clearGuestCookie(conferenceId: string): Promise<void> {
  (await cookies()).delete({
    name: guestCookieName(conferenceId),
    path: "/",
    secure: env().baseUrl.startsWith("https:"),
  });
}
