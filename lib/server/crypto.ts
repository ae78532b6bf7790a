import "server-only";
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "@/lib/env";

type Purpose = "link" | "pin" | "factor" | "pepper" | "attempt" | "guest" | "browser";

const keys = new Map<string, Buffer>();

/** One key per purpose, derived by HKDF (RFC 5869) with a version, so that one leaked use does not open another. */
function key(purpose: Purpose): Buffer {
  const source = purpose === "link" ? (env().linkKey ?? env().authSecret) : env().authSecret;
  const id = `${purpose}:${source}`;
  let derived = keys.get(id);
  if (!derived) {
    derived = Buffer.from(hkdfSync("sha256", source, "foyer", `v1/${purpose}`, 32));
    keys.set(id, derived);
  }
  return derived;
}

export const sha256 = (text: string | Buffer) => createHash("sha256").update(text).digest();

export const hmac = (purpose: Purpose, text: string) =>
  createHmac("sha256", key(purpose)).update(text).digest();

export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the text. */
export function seal(purpose: "pin" | "factor", text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key(purpose), nonce);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Throws when the bytes were not sealed with this server's key. */
export function unseal(purpose: "pin" | "factor", sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", key(purpose), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString("utf8");
}

/** `payload.signature`, both base64url. For cookies that must not be made up. */
export function sign(purpose: "guest" | "browser", payload: unknown): string {
  const body = Buffer.from(JSON.stringify(payload)).toString("base64url");
  return `${body}.${hmac(purpose, body).toString("base64url")}`;
}

/** The signed payload, or undefined when anything about it is wrong. */
export function verify(purpose: "guest" | "browser", signed: string | undefined): unknown {
  const [body, signature, more] = signed?.split(".") ?? [];
  if (!body || !signature || more !== undefined) return undefined;
  if (!sameBytes(hmac(purpose, body), Buffer.from(signature, "base64url"))) return undefined;
  try {
    return JSON.parse(Buffer.from(body, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
