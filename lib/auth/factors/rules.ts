import { createHmac } from "node:crypto";

/** Where a browser keeps that the first step was right. */
export const challengeCookie = "foyer.second";

/** Seconds for which one code holds, and how many digits it has: what every app expects (RFC 6238). */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** So many codes before and after the one of now count, because clocks differ. */
const DRIFT = 1;

export const stepAt = (now: Date) => Math.floor(now.getTime() / 1000 / STEP_SECONDS);

/** The code of a step: HMAC-SHA-1 over its number, truncated (RFC 4226, 5.3). */
export function codeAt(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, "0");
}

/** The step whose code this is, near now; null when it is none. Every step is looked at, so that time tells nothing. */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | null {
  let found: number | null = null;
  for (let step = stepAt(now) - DRIFT; step <= stepAt(now) + DRIFT; step++) {
    if (codeAt(secret, step) === code) found = step;
  }
  return found;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 without padding, as apps read it. */
export function base32(bytes: Buffer): string {
  let bits = 0;
  let value = 0;
  let text = "";
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE32.charAt((value >>> (bits - 5)) & 31);
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? text + BASE32.charAt((value << (5 - bits)) & 31) : text;
}

/** What the app reads from the picture. */
export function keyAddress(secret: Buffer, { issuer, login }: { issuer: string; login: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`;
  const query = new URLSearchParams({
    secret: base32(secret),
    issuer,
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
  return `otpauth://totp/${label}?${query.toString().replaceAll("+", "%20")}`;
}

/** Ten codes for the day on which the telephone is gone: 50 random bits each, in Crockford's letters. */
export const RECOVERY_CODES = 10;

export const recoveryCodeText = (letters: string) => `${letters.slice(0, 5)}-${letters.slice(5)}`;

/** A recovery code as it is compared: letters that look alike are the same, and what stands between them is nothing. */
export function recoveryKey(typed: string): string | null {
  const letters = typed.toLowerCase().replace(/[\s-]/g, "").replace(/[il]/g, "1").replace(/o/g, "0");
  return /^[0-9a-hjkmnp-tv-z]{10}$/.test(letters) ? letters : null;
}

/** Six digits, also with a space in the middle, as apps show them. */
export const totpKey = (typed: string): string | null => {
  const digits = typed.replace(/[\s-]/g, "");
  return /^[0-9]{6}$/.test(digits) ? digits : null;
};
