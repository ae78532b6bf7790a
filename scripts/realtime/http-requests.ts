/** The signature of an HTTP request, its body, and how a refusal is said. */
import type { IncomingMessage } from "node:http";
import {
  type App,
  equalSecrets,
  MAX_EVENT_DATA_BYTES,
  MAX_EVENTS_PER_BATCH,
  md5,
  parseRecord,
  sign,
} from "./protocol";

// A full batch whose every byte needs a six-byte JSON escape, and its names.
const MAX_BODY_BYTES = MAX_EVENTS_PER_BATCH * MAX_EVENT_DATA_BYTES * 6 + 64 * 1024;
const MAX_CLOCK_DIFFERENCE_S = 600;

/** An answer other than 200, in the words that the application reads. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Checks everything that the query proves, so that nobody without the secret gets a body read. */
export function verifyQuery(app: App, method: string, path: string, query: URLSearchParams): void {
  if (!equalSecrets(query.get("auth_key") ?? "", app.key)) throw new Refusal(401, "Unknown auth_key");
  if (query.get("auth_version") !== "1.0") throw new Refusal(401, "Unsupported auth_version");
  const timestamp = query.get("auth_timestamp") ?? "";
  const difference = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!/^\d{1,12}$/.test(timestamp) || difference > MAX_CLOCK_DIFFERENCE_S) {
    throw new Refusal(401, "auth_timestamp is not within 600 s of the server's clock");
  }
  const signed = [...query]
    .filter(([name]) => name !== "auth_signature")
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const expected = sign(app.secret, [method, path, signed].join("\n"));
  if (!equalSecrets(query.get("auth_signature") ?? "", expected)) {
    throw new Refusal(401, "Invalid auth_signature");
  }
}

/** The body as far as it is not too large; the rest is read and dropped, so that the answer gets out. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.on("end", () => resolve(size > MAX_BODY_BYTES ? null : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => {
      if (!request.complete) reject(new Refusal(400, "The body did not end"));
    });
  });
}

export async function readJson(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Record<string, unknown>> {
  const body = await readBody(request);
  if (!body) throw new Refusal(413, "The body is too large");
  if (!equalSecrets(query.get("body_md5") ?? "", md5(body))) throw new Refusal(401, "Invalid body_md5");
  const value = parseRecord(body.toString());
  if (!value) throw new Refusal(400, "The body is not a JSON object");
  return value;
}
