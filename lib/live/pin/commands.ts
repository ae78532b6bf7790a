import "server-only";
import { AppError } from "@/lib/errors";
import type { Actor } from "@/lib/server/actor";
import { sameBytes, sha256, unseal } from "@/lib/server/crypto";
import { hit, type RateLimit, unhit } from "@/lib/server/rate-limit";
import { addressPrefix } from "@/lib/server/request";
import type { Tx } from "@/lib/server/scope";

const perAddress: RateLimit = { max: 10, seconds: 900 };
const perMeeting: RateLimit = { max: 100, seconds: 900 };

export type PinTry = { typed: string; keys: readonly [string, RateLimit][] };

/** Counts the try before anything is compared, so that parallel guesses get no more of them. */
export async function reservePinTry(
  typed: string | undefined,
  publicId: string,
  actor: Actor,
): Promise<PinTry | null> {
  if (!typed) return null;
  const keys: PinTry["keys"] = [
    [`pin:address:${addressPrefix(actor.request.address)}`, perAddress],
    [`pin:meeting:${publicId}`, perMeeting],
  ];
  for (const [key, limit] of keys) {
    const seconds = await hit(key, limit);
    if (seconds > 0) throw new AppError("too_many_requests", { seconds });
  }
  return { typed, keys };
}

/** Compares in constant time; a right PIN is not counted as a try. */
export async function demandPin(tx: Tx, sealed: Buffer | null, attempt: PinTry | null): Promise<void> {
  if (!sealed) return;
  if (!attempt) throw new AppError("pin_required", undefined, { pin: { code: "pin_required" } });
  if (!sameBytes(sha256(attempt.typed), sha256(unseal("pin", sealed)))) {
    throw new AppError("wrong_pin", undefined, { pin: { code: "wrong_pin" } });
  }
  for (const [key, limit] of attempt.keys) await unhit(tx, key, limit);
}
