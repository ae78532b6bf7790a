import { randomInt } from "node:crypto";
import { request } from "node:http";
import { cookieHeader } from "./cookies";

export type Answer = { status: number; headers: Record<string, string>; cookies: string[]; body: string };

type Options = {
  cookies?: Record<string, string>;
  headers?: Record<string, string>;
  /** Sent as it is; its presence makes the request a POST. */
  body?: string;
  /** Instead of GET or POST. */
  method?: string;
};

/** Each request from a network of its own, so that limits of one test do not meet another's. */
let lastNetwork = randomInt(2 ** 16);
const network = () => `10.${(++lastNetwork >> 8) & 255}.${lastNetwork & 255}.1`;

/**
 * One request, with exactly this path and these headers: fetch would tidy up both. Nothing is followed and nothing kept.
 */
export function send(
  path: string,
  { cookies = {}, headers = {}, body, ...rest }: Options = {},
): Promise<Answer> {
  const { hostname, port } = new URL(process.env.BASE_URL ?? "");
  const all = {
    "accept-language": "en",
    "x-forwarded-for": network(),
    ...(Object.keys(cookies).length > 0 ? { cookie: cookieHeader(cookies) } : {}),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const method = rest.method ?? (body === undefined ? "GET" : "POST");
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

const flightScript = /<script[^>]*>self\.__next_f\.push\((\[.*?\])\)<\/script>/gs;

const reference = /^\$[A-Za-z@]?[0-9a-f]*(:.*)?$/;
const nonce = /^[A-Za-z0-9+/]{22}==$/;

/**
 * The words of the streamed tree, each once and in an order of their own: which part is ready first, and which then
 * refers to which, is a matter of luck.
 */
function streamedWords(body: string): string {
  const stream = [...body.matchAll(flightScript)]
    .map(([, pushed = "[]"]) => (JSON.parse(pushed) as unknown[])[1])
    .filter((part) => typeof part === "string")
    .join("");
  const words = [...stream.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) => word);
  return [...new Set(words)]
    .filter((word) => !reference.test(word) && !nonce.test(word))
    .sort()
    .join("\n");
}

/** The same bytes but for what differs from request to request: the id that was asked for, nonces, times and luck. */
export function comparable(body: string, ids: readonly string[]): string {
  let text = body;
  for (const id of ids) text = text.replaceAll(id, "THE-ID");
  text = text
    .replace(/nonce(\\*["'])?[:=](\\*["'])[^"'\\]+/g, "NONCE")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, "A-TIME");
  return `${text.replace(flightScript, "")}\n${streamedWords(text)}`;
}

/** Lines that only one of two texts has, the first few of them and the beginnings; null when they are the same. */
export function difference(a: string, b: string): string[] | null {
  if (a === b) return null;
  const [left, right] = [a.split("\n"), b.split("\n")];
  const only = [
    ...left.filter((line) => !right.includes(line)).map((line) => `- ${line}`),
    ...right.filter((line) => !left.includes(line)).map((line) => `+ ${line}`),
  ];
  return only.slice(0, 20).map((line) => line.slice(0, 300));
}

/** At most so many at a time, in order. */
export async function inTurns<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>) {
  const results: R[] = [];
  for (let i = 0; i < items.length; i += width) {
    results.push(...(await Promise.all(items.slice(i, i + width).map(work))));
  }
  return results;
}
