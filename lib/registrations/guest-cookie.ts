import "server-only";
import { cookies } from "next/headers";
import * as z from "zod";
import { env } from "@/lib/env";
import { type GuestCookie, guestCookieName } from "@/lib/server/actor";
import { sign, verify } from "@/lib/server/crypto";

type Guest = {
  tenantId: string;
  conferenceId: string;
  participantId: string;
  generation: number;
  expiresAt: Date;
};

const isSecure = () => env().baseUrl.startsWith("https:");
const options = () => ({ httpOnly: true, sameSite: "lax", secure: isSecure(), path: "/" }) as const;

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
    ...options(),
    expires: guest.expiresAt,
  });
}

export async function clearGuestCookie(conferenceId: string): Promise<void> {
  (await cookies()).set(guestCookieName(conferenceId), "", { ...options(), maxAge: 0 });
}

/**
 * What the browser that registered remembers. With mail only what was typed into it, the address masked: a repeated
 * sign-up leaves the same, and whoever reads it learns nothing. Without mail the proof that shows the link again.
 */
const receipt = z.discriminatedUnion("mailed", [
  z.strictObject({ c: z.uuid(), mailed: z.literal(true), email: z.string(), name: z.string() }),
  z.strictObject({ c: z.uuid(), mailed: z.literal(false), participantId: z.uuid(), browser: z.string() }),
]);
export type ReceiptCookie = z.infer<typeof receipt>;

const receiptName = (conferenceId: string) => `${isSecure() ? "__Host-" : ""}foyer.receipt.${conferenceId}`;
const RECEIPT_SECONDS = 60 * 86_400;

export async function setReceipt(payload: ReceiptCookie): Promise<void> {
  (await cookies()).set(receiptName(payload.c), sign("browser", payload), {
    ...options(),
    maxAge: RECEIPT_SECONDS,
  });
}

/** The receipt of this browser for one conference; null without one or when it was made up. */
export async function readReceipt(conferenceId: string): Promise<ReceiptCookie | null> {
  const value = (await cookies()).get(receiptName(conferenceId))?.value;
  const parsed = receipt.safeParse(verify("browser", value));
  return parsed.success && parsed.data.c === conferenceId ? parsed.data : null;
}

export async function clearReceipt(conferenceId: string): Promise<void> {
  (await cookies()).set(receiptName(conferenceId), "", { ...options(), maxAge: 0 });
}
