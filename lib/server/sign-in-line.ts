import "server-only";
import { type IncomingMessage, Server, type ServerResponse } from "node:http";
import { env } from "@/lib/env";
import { busyMessage } from "@/lib/errors";
import { isLocale, localeCookie, negotiateLocale } from "@/lib/i18n/locales";
import { textsOf } from "@/lib/i18n/texts";
import { barePage } from "./away";
import { Line } from "./line";
import { addressPrefix, clientAddress, PEER_HEADER } from "./request";

/** When it is worth trying again. */
const RETRY_SECONDS = 5;

/** Where passwords arrive. Other ways to them meet the limits of the command and the line of passwords.ts. */
const DOORS = new Set(["/sign-in", "/api/auth/callback/credentials"]);

const shared = globalThis as typeof globalThis & { foyerSignInLine?: Line };

/**
 * Passwords wait in line before anything is spent on them, and whoever is too many hears it in a kilobyte. Next would
 * read the form and draw the page first, and a storm of wrong passwords would take the whole server.
 */
export function keepSignInLine(): void {
  if (shared.foyerSignInLine) return;
  const line = new Line({ places: 4, shareOfPushers: 2, longest: 200, patienceMs: 8000 });
  shared.foyerSignInLine = line;
  const { emit } = Server.prototype as { emit: (...all: unknown[]) => boolean };
  Server.prototype.emit = function emitInTurn(this: Server, ...all: unknown[]) {
    const [event, request, response] = all as [string, IncomingMessage, ServerResponse];
    if (event !== "request" || !bringsPassword(request)) return emit.apply(this, all);
    const { ready, leave } = line.ask(networkOf(request));
    response.once("close", leave);
    void ready.then((isInside) => {
      if (isInside) emit.apply(this, all);
      else if (!response.destroyed) refuse(request, response);
    });
    return true;
  } as typeof Server.prototype.emit;
}

/** A right password: its network did not push. */
export function calmSignInLine(address: string): void {
  shared.foyerSignInLine?.forgive(addressPrefix(address));
}

function bringsPassword({ method, url = "" }: IncomingMessage): boolean {
  if (method !== "POST") return false;
  try {
    return DOORS.has(decodeURIComponent(url.split("?")[0] ?? "").replace(/(.)\/+$/, "$1"));
  } catch {
    return false;
  }
}

const headerOf =
  ({ headers }: IncomingMessage) =>
  (name: string) =>
    headers[name]?.toString() ?? null;

/** The launcher writes its header only behind this line, so the socket itself is asked. */
function networkOf(request: IncomingMessage): string {
  const header = headerOf(request);
  const peer = request.socket.remoteAddress ?? null;
  return addressPrefix(clientAddress((name) => (name === PEER_HEADER ? peer : header(name))));
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const header = headerOf(request);
  response.setHeader("retry-after", RETRY_SECONDS);
  response.setHeader("cache-control", "private, no-store");
  response.setHeader("x-content-type-options", "nosniff");
  const send = (type: string, body: string) =>
    response.writeHead(503, { "content-type": type, "content-length": Buffer.byteLength(body) }).end(body);
  // What Next's own client hands to the form that sent it.
  if (header("next-action")) return void send("text/plain", busyMessage(RETRY_SECONDS));
  const params = { seconds: RETRY_SECONDS };
  if (request.url?.startsWith("/api/")) {
    return void send("application/json", JSON.stringify({ ok: false, error: { code: "too_busy", params } }));
  }
  const chosen = new RegExp(`(?:^|;\\s*)${localeCookie}=(\\w+)`).exec(header("cookie") ?? "")?.[1];
  const locale = isLocale(chosen) ? chosen : negotiateLocale(header("accept-language"));
  const nonce = crypto.randomUUID();
  response.setHeader(
    "content-security-policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
  if (env().baseUrl.startsWith("https:")) {
    response.setHeader("strict-transport-security", "max-age=63072000; includeSubDomains");
  }
  const title = textsOf(locale, "ui")("busy.title");
  const body = textsOf(locale, "errors")("too_busy", params);
  send("text/html; charset=utf-8", barePage({ locale, nonce, title, body }));
}
