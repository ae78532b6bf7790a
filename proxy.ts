import { type NextRequest, NextResponse } from "next/server";
import { pool } from "@/db/client";
import { env } from "@/lib/env";
import { isLocale, localeCookie, localeHeader, negotiateLocale } from "@/lib/i18n/locales";
import { mailDocumentPolicy } from "@/lib/mailbox/rules";
import { awayPage, RETRY_SECONDS, tooLargePage } from "@/lib/server/away";
import { isReadablePath, isTooLarge } from "@/lib/server/unread";

/**
 * Headers, the language of the address, and a word while the database is away and for what cannot be read: no decision about access is made here.
 * Deleting this file must not open a door; a test does exactly that.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  // A mail is shown as it was written, style sheet included, and may do nothing; its route says the same.
  const isMail = /^\/control\/mailbox\/[^/]+\/html$/.test(request.nextUrl.pathname);
  const policy = isMail ? mailDocumentPolicy : contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.set("x-nonce", nonce);
  headers.delete(localeHeader);
  const lang = request.nextUrl.searchParams.get("lang");
  if (isLocale(lang)) headers.set(localeHeader, lang);

  const response = tooLarge(request, nonce) ?? away(request, nonce) ?? pass(request, headers);
  if (isLocale(lang)) {
    response.cookies.set(localeCookie, lang, {
      path: "/",
      maxAge: 60 * 60 * 24 * 365,
      sameSite: "lax",
      secure: env().baseUrl.startsWith("https:"),
    });
  }
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("cross-origin-opener-policy", "same-origin");
  response.headers.set(
    "permissions-policy",
    "camera=(self), microphone=(self), display-capture=(self), geolocation=()",
  );
  const isPrivateLink = request.nextUrl.pathname.startsWith("/j/");
  response.headers.set("referrer-policy", isPrivateLink ? "no-referrer" : "strict-origin-when-cross-origin");
  if (env().baseUrl.startsWith("https:")) {
    response.headers.set("strict-transport-security", "max-age=63072000; includeSubDomains");
  }
  if (!response.headers.has("cache-control")) response.headers.set("cache-control", "private, no-store");
  return response;
}

const html = { "content-type": "text/html; charset=utf-8" };

/**
 * Pages that would only fail while the database is away. What is posted goes through: its form says what happened and
 * keeps what was typed. Routes answer by themselves.
 */
function away(request: NextRequest, nonce: string): NextResponse | null {
  const isPage = request.method === "GET" && !request.nextUrl.pathname.startsWith("/api/");
  if (!isPage || !pool().gate.isAway) return null;
  const headers = { ...html, "retry-after": String(RETRY_SECONDS) };
  return new NextResponse(awayPage(localeOf(request), nonce), { status: 503, headers });
}

/** A form says so in its page before it sends anything; this is for those without scripts, and for programs. */
function tooLarge(request: NextRequest, nonce: string): NextResponse | null {
  if (!isTooLarge(request.headers.get("content-length"))) return null;
  if (request.nextUrl.pathname.startsWith("/api/") || request.headers.has("next-action")) {
    return NextResponse.json({ ok: false, error: { code: "too_large" } }, { status: 413 });
  }
  return new NextResponse(tooLargePage(localeOf(request), nonce), { status: 413, headers: html });
}

/** On to the page or route; a path that is no text leads where every unknown address leads. */
function pass(request: NextRequest, headers: Headers): NextResponse {
  if (isReadablePath(request.nextUrl.pathname)) return NextResponse.next({ request: { headers } });
  const url = request.nextUrl.clone();
  url.pathname = "/-";
  return NextResponse.rewrite(url, { request: { headers } });
}

function localeOf(request: NextRequest) {
  const chosen = request.nextUrl.searchParams.get("lang") ?? request.cookies.get(localeCookie)?.value;
  return isLocale(chosen) ? chosen : negotiateLocale(request.headers.get("accept-language"));
}

function contentSecurityPolicy(nonce: string): string {
  const { pusher } = env();
  const host = pusher?.host ? `${pusher.host}:${pusher.port}` : pusher ? `*.pusher.com` : undefined;
  const realtime = !host
    ? ""
    : pusher?.tls
      ? ` wss://${host} https://${host}`
      : ` ws://${host} http://${host}`;
  // Fast refresh evaluates code; a production build never does.
  const development = process.env.NODE_ENV === "development" ? " 'unsafe-eval'" : " 'wasm-unsafe-eval'";
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${development}`,
    process.env.NODE_ENV === "development"
      ? "style-src 'self' 'unsafe-inline'"
      : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${realtime}`,
    "worker-src 'self' blob:",
    "frame-src 'none'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

// By path only, never by a request header: a header in the matcher is a door.
export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg|favicon.ico|api/files).*)"] };
