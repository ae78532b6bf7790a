import { randomBytes, randomFillSync } from "node:crypto";

/** Crockford's base32: no I, L, O or U, so that an ID read aloud or off a slide cannot be mistaken. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const GENERATED = /^[0-9a-hjkmnp-tv-z]{12}$/;
const CUSTOM = /^[a-z0-9-]{3,64}$/;
/** Dashes that word processors and telephones put in place of a hyphen. */
const DASHES = /[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]/g;

/** Words that would shadow a page of the site or read as a mistake in an address. */
const RESERVED = new Set(
  `admin api new null undefined login sign-in signin sign-out room rooms control embed static public assets
  health favicon robots sitemap well-known`.split(/\s+/),
);

/** A UUIDv7: 48 bits of milliseconds, then random bits, so that new rows land at the end of an index. */
export function uuidv7(now: number = Date.now()): string {
  const bytes = randomFillSync(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now % 2 ** 32);
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in the form that we write; anything else would reach Postgres as an error. */
export function isUuid(text: unknown): text is string {
  return typeof text === "string" && UUID.test(text);
}

/** Twelve Crockford characters from 60 random bits: the canonical form, without hyphens. */
export function newConferenceId(): string {
  // 256 is a multiple of 32, so taking five bits of each byte is unbiased.
  return Array.from(randomBytes(12), (byte) => ALPHABET.charAt(byte & 31)).join("");
}

/** The form people see: `xxxx-xxxx-xxxx`. A custom ID is shown as it is. */
export function formatConferenceId(id: string): string {
  return GENERATED.test(id) ? `${id.slice(0, 4)}-${id.slice(4, 8)}-${id.slice(8)}` : id;
}

/**
 * Reads what somebody typed or pasted as a conference ID: case, hyphens and spaces do not matter, and in a
 * generated ID the letters I and L count as 1, O as 0. Returns the canonical form, or null.
 */
export function parseConferenceId(input: unknown): string | null {
  if (typeof input !== "string" || input.length > 200) return null;
  const typed = input.trim().replace(DASHES, "-");
  // A letter such as the Kelvin sign or a full-width w must not turn into an ASCII one.
  if (!/^[\x20-\x7e]*$/.test(typed)) return null;
  const lower = typed.toLowerCase();
  const generated = lower.replace(/[- ]/g, "").replace(/[il]/g, "1").replace(/o/g, "0");
  if (GENERATED.test(generated)) return generated;
  return CUSTOM.test(lower) && !RESERVED.has(lower) ? lower : null;
}

/**
 * The canonical form of an ID that an organiser chooses, or null when it cannot be used: wrong characters, a
 * reserved word, hyphens at the ends, or a spelling that would be read as a generated ID.
 */
export function parseCustomConferenceId(input: unknown): string | null {
  const id = parseConferenceId(input);
  if (id === null || typeof input !== "string" || id !== input.trim().toLowerCase()) return null;
  return GENERATED.test(id) || GENERATED.test(id.replace(/-/g, "")) || /^-|-$/.test(id) ? null : id;
}

/** An unguessable token for links and cookies; 128 bits unless told otherwise. */
export function randomToken(bytes = 16): string {
  return randomBytes(bytes).toString("base64url");
}
