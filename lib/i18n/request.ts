import "server-only";
import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { findActor } from "@/lib/server/actor";
import { isLocale, type Locale, localeCookie, localeHeader, negotiateLocale } from "./locales";

/** `?lang=`, profile, cookie, browser: the first that says something wins. */
async function chosenLocale(): Promise<Locale> {
  const list = await headers();
  const asked = list.get(localeHeader);
  if (isLocale(asked)) return asked;
  const actor = await findActor().catch(() => null);
  if (actor?.locale) return actor.locale;
  const cookie = (await cookies()).get(localeCookie)?.value;
  if (isLocale(cookie)) return cookie;
  return negotiateLocale(list.get("accept-language"));
}

export default getRequestConfig(async ({ locale }) => {
  const chosen = isLocale(locale) ? locale : await chosenLocale();
  const messages = chosen === "fr" ? await import("@/messages/fr.json") : await import("@/messages/en.json");
  return {
    locale: chosen,
    messages: messages.default as typeof import("@/messages/en.json"),
    timeZone: "UTC",
    now: new Date(),
  };
});
