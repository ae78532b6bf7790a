import "server-only";
import { ServerResponse } from "node:http";
import { pool } from "@/db/client";
import type { Locale } from "@/lib/i18n/locales";
import { textsOf } from "@/lib/i18n/texts";

/** When a browser, a proxy or a monitor should ask again. */
export const RETRY_SECONDS = 2;
/** A page that began just before the trouble fails a little after it. */
const TROUBLED_MS = 5000;

const shared = globalThis as typeof globalThis & { foyerSaysAway?: true };

/**
 * Next answers every page that failed with 500, whatever was the matter. While the database is away or its queue too
 * long, this makes it the 503 with Retry-After that it is. Routes and forms say so themselves.
 */
export function sayWhenAway(): void {
  if (shared.foyerSaysAway) return;
  shared.foyerSaysAway = true;
  const { writeHead } = ServerResponse.prototype as { writeHead: (...all: unknown[]) => ServerResponse };
  ServerResponse.prototype.writeHead = function writeHeadWhenAway(
    this: ServerResponse,
    status: number,
    ...rest: unknown[]
  ) {
    if (status !== 500 || pool().gate.quietMs > TROUBLED_MS) return writeHead.call(this, status, ...rest);
    this.setHeader("retry-after", String(RETRY_SECONDS));
    return writeHead.call(this, 503, ...rest);
  } as typeof ServerResponse.prototype.writeHead;
}

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** What a page can say while it may cost nothing: no script, and nothing behind it. `refresh`: it asks again by itself. */
export function barePage(page: {
  locale: Locale;
  nonce: string;
  title: string;
  body: string;
  refresh?: number;
  /** Asking again would only lose what was typed. */
  isFinal?: true;
}): string {
  const { locale, nonce, title, body, refresh, isFinal } = page;
  const again = `<p><a href="">${escaped(textsOf(locale, "ui")("failed.again"))}</a></p>\n`;
  return `<!doctype html>
<html lang="${locale}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${refresh ? `<meta http-equiv="refresh" content="${refresh}">\n` : ""}<title>${escaped(title)}</title>
<style nonce="${nonce}">body{font:1rem/1.5 system-ui,sans-serif;display:grid;align-content:center;min-block-size:90vh;max-inline-size:44ch;margin-inline:auto;padding:1rem}h1{font-size:1.25rem}</style>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(body)}</p>
${isFinal ? "" : again}</main>
</html>`;
}

export function awayPage(locale: Locale, nonce: string): string {
  const t = textsOf(locale, "ui");
  const refresh = RETRY_SECONDS * 2;
  return barePage({ locale, nonce, title: t("away.title"), body: t("away.body"), refresh });
}

/** For a form that was sent without scripts: the browser keeps what was typed in the page before. */
export function tooLargePage(locale: Locale, nonce: string): string {
  const t = textsOf(locale, "ui");
  return barePage({ locale, nonce, title: t("large.title"), body: t("large.body"), isFinal: true });
}
