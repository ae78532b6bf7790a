import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";
import { isLocale, localeCookie, localeHeader } from "@/lib/i18n/locales";
import { mailDocumentPolicy } from "@/lib/mailbox/rules";

/**
 * Headers and the language of the address, nothing else: no decision about access is made here.
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

  const response = NextResponse.next({ request: { headers } });
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
