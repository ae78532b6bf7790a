import "server-only";
import { defaultLocale, isLocale, type Locale } from "@/lib/i18n/locales";
import { textsOf } from "@/lib/i18n/texts";
import { escapeHtml, type Words } from "./layout";

/** The first of the given languages that is one of ours. */
export const mailLocale = (...wanted: (string | null | undefined)[]): Locale =>
  wanted.find(isLocale) ?? defaultLocale;

/** Texts of mails in the language of the recipient, who is not the person behind the request. */
export const mailWords = (locale: Locale) => textsOf(locale, "mail");

type Translator = ReturnType<typeof mailWords>;

/** Words with a stronger part (`<b>`) for both forms of a mail; values are data, never read as markup. */
export function strongWords(
  t: Translator,
  key: Parameters<Translator["markup"]>[0],
  values: Record<string, string>,
): Words {
  const strong = (chunks: string) =>
    `<strong class="ink" style="font-weight:600;color:#16232b">${chunks}</strong>`;
  const escaped = Object.fromEntries(Object.entries(values).map(([name, v]) => [name, escapeHtml(v)]));
  // The arguments belong to the key, which is only known at run time.
  const markup = t.markup as unknown as (
    key: string,
    values: Record<string, string | ((chunks: string) => string)>,
  ) => string;
  return {
    html: { markup: markup(key, { ...escaped, b: strong }) },
    text: markup(key, { ...values, b: (chunks) => chunks }),
  };
}
