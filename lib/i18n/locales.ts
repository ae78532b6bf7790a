export const locales = ["en", "fr"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "en";
export const localeCookie = "foyer.locale";
/** Set by the proxy when the address says `?lang=`. */
export const localeHeader = "x-foyer-lang";

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale);
}

/** The best of our languages for an Accept-Language header (RFC 9110, 12.5.4). */
export function negotiateLocale(header: string | null): Locale {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...params] = part.trim().split(";");
      const q = params.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean);
      return { tag: tag.toLowerCase().split("-")[0], q: q ? Number(q) : 1 };
    })
    .filter((w) => w.q > 0)
    .sort((a, b) => b.q - a.q);
  return wanted.map((w) => w.tag).find(isLocale) ?? defaultLocale;
}
