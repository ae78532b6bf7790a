import { request } from "node:http";
import { cookieHeader } from "./cookies";

export type Answer = { status: number; headers: Record<string, string>; cookies: string[]; body: string };

type Options = {
  cookies?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as it is; its presence makes the request a POST. */
  body?: string;
};

/**
 * One request, with exactly this path and these headers: fetch would tidy up both. Nothing is followed and nothing kept.
 */
export function send(path: string, { cookies = {}, headers = {}, body }: Options = {}): Promise<Answer> {
  const { hostname, port } = new URL(process.env.BASE_URL ?? "");
  const all = {
    "accept-language": "en",
    ...(Object.keys(cookies).length > 0 ? { cookie: cookieHeader(cookies) } : {}),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const sent = request({ hostname, port, path, method, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
          ),
          cookies: response.headers["set-cookie"] ?? [],
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** What our own pages send along. */
export const sameOrigin = { "sec-fetch-site": "same-origin" };

/** The same bytes but for what differs from request to request: the id that was asked for, nonces and times. */
export function comparable(body: string, ids: readonly string[]): string {
  let text = body;
  for (const id of ids) text = text.replaceAll(id, "THE-ID");
  return text.replace(/nonce(\\?["'])?[:=](\\?["'])[^"'\\]+/g, "NONCE");
}

/** At most so many at a time, in order. */
export async function inTurns<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>) {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += width) {
    results.push(...(await Promise.all(items.slice(i, i + width).map(work))));
  }
  return results;
}
