import { Agent, request } from "node:http";
import { encode } from "next-auth/jwt";
import { randomToken } from "@/lib/ids";
import { sessionCookieName } from "@/lib/server/actor";
import { errors } from "@/messages/en.json";
import { cookieHeader } from "../../access/cookies";
import { aSession, type Person } from "../../support/world";
import type { OperationLog, Outcome } from "./outcomes";

export type Answer = { status: number; headers: Record<string, string>; body: string };

type Options = {
  cookie?: string;
  headers?: Record<string, string>;
  /** Its presence makes the request a POST. */
  body?: string | Buffer;
  /** Milliseconds until this side hangs up. */
  patience?: number;
};

/** One agent a target, so that connections are kept like a browser's or a proxy's. */
const agents = new Map<string, Agent>();
function agentOf(origin: string): Agent {
  const agent = agents.get(origin) ?? new Agent({ keepAlive: true });
  agents.set(origin, agent);
  return agent;
}

let waiting = 0;
/** Requests that wait for an answer at this moment. */
export const inFlight = () => waiting;

let lastClient = 0;
/** Each stranger from a network of its own: the limits of one client must not meet another's. */
export function anAddress(): string {
  const n = ++lastClient;
  return `${20 + ((n >> 16) & 63)}.${(n >> 8) & 255}.${n & 255}.1`;
}

/** One request as a browser of the site sends it. Rejects when no whole answer comes; nothing is followed. */
export function ask(url: string, options: Options = {}): Promise<Answer> {
  const { cookie, headers = {}, body, patience = 60_000 } = options;
  const { origin, hostname, port, pathname, search } = new URL(url);
  const site = process.env.BASE_URL ?? "";
  const all = {
    "accept-language": "en",
    "x-forwarded-for": anAddress(),
    "x-forwarded-host": new URL(site).host,
    ...(body === undefined ? {} : { origin: site, "content-length": String(Buffer.byteLength(body)) }),
    ...(cookie ? { cookie } : {}),
    ...headers,
  };
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST";
    const sent = request(
      { hostname, port, path: pathname + search, method, headers: all, agent: agentOf(origin) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("aborted", () => reject(new Error("the answer was cut off")));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
            ),
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    const timer = setTimeout(() => sent.destroy(new Error(`no answer in ${patience} ms`)), patience);
    waiting++;
    sent.on("close", () => {
      waiting--;
      clearTimeout(timer);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** JSON to a route of the site. */
export const post = (url: string, body: unknown, options: Options = {}) =>
  ask(url, {
    ...options,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...options.headers },
  });

/** Asks, and keeps in the log how it went. Without an answer only the client knows that it does not know. */
export async function logged(
  log: OperationLog,
  kind: string,
  clientId: string,
  work: () => Promise<Answer>,
  judge: (answer: Answer) => Outcome = judged,
): Promise<Answer | null> {
  const startedAt = performance.now();
  const answer = await work().catch(() => null);
  const outcome = answer ? judge(answer) : "unknown";
  log.add({ kind, clientId, outcome, status: answer?.status ?? 0, startedAt, endedAt: performance.now() });
  return answer;
}

/** 5xx says nothing about what happened before it: a commit may have lost its answer. */
export const judged = ({ status }: Answer): Outcome =>
  status < 400 ? "acknowledged" : status < 500 ? "failed" : "unknown";

/** The cookie of a fresh session, as signing in leaves it. */
export async function sessionCookie(person: Person): Promise<string> {
  const token = { sub: person.userId, sid: await aSession(person) };
  return cookieHeader({
    [sessionCookieName()]: await encode({ token, secret: process.env.AUTH_SECRET ?? "" }),
  });
}

/** The hidden fields with which a browser without scripts sends the form of a page. */
export async function hiddenFields(url: string, cookie?: string): Promise<[string, string][]> {
  const { status, body } = await ask(url, { cookie });
  if (status !== 200) throw new Error(`${url} answers ${status} instead of its form`);
  const form = /<form[\s\S]*?<\/form>/.exec(body.slice(body.indexOf("<main")))?.[0] ?? "";
  const text = (encoded = "") =>
    encoded.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
  return [...form.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => [
    text(/ name="([^"]*)"/.exec(input)?.[1]),
    text(/ value="([^"]*)"/.exec(input)?.[1]),
  ]);
}

/** A form as a browser without scripts sends it. */
export async function submit(url: string, fields: [string, string][], options: Options = {}) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const encoded = new Response(form);
  const body = Buffer.from(await encoded.arrayBuffer());
  const type = encoded.headers.get("content-type") ?? "";
  return ask(url, { ...options, body, headers: { "content-type": type, ...options.headers } });
}

export type Guest = { email: string; browser: string; address: string };

let lastGuest = 0;
export const aGuest = (): Guest => ({
  email: `guest-${++lastGuest}@example.org`,
  browser: randomToken(),
  address: anAddress(),
});

/** Somebody fills in the registration form. The browser's secret makes a second press the same registration. */
export function register(url: string, path: string, hidden: [string, string][], guest: Guest) {
  const fields = new Map(hidden);
  fields.set("browser", guest.browser);
  fields.set("first_name", "Jeanne");
  fields.set("last_name", "Martin");
  fields.set("email", guest.email);
  return submit(url + path, [...fields], { headers: { "x-forwarded-for": guest.address } });
}

/** The form answers 200 with the reason when it refuses; a service that is away is such a reason and tells nothing. */
export function judgeRegistration({ status, headers, body }: Answer): Outcome {
  if (status === 303 && headers.location?.endsWith("/registered")) return "acknowledged";
  if (status >= 500 || isAway(body)) return "unknown";
  return "failed";
}

/** What a form says when the database is away or something broke. */
const isAway = (body: string) =>
  [errors.unavailable, errors.unexpected].some((text) => shown(body).includes(text));

/** A page without its scripts, which carry every text that the page might come to say. */
export const shown = (body: string) => body.replace(/<script[\s\S]*?<\/script>/g, "");
