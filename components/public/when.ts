import { getLocale, getTranslations } from "next-intl/server";
import { cityForm } from "@/lib/time/city-form";
import { createFormats } from "@/lib/time/format";
import { sameClock, zoneCity, zoneLabel } from "@/lib/time/zones";

type Plan = { startsAt: Date | null; endsAt: Date | null; timeZone: string; now: Date };

/** A date in words: in the organiser's zone, named, and on the visitor's clock where it shows something else. */
export async function whenTexts({ startsAt, endsAt, timeZone, now }: Plan, visitorZone: string | null) {
  if (!startsAt || !endsAt) return null;
  const [t, locale] = await Promise.all([getTranslations("public"), getLocale()]);
  const formats = createFormats(locale, timeZone, now);
  const day = formats.dayLong(startsAt);
  const title = `${day.charAt(0).toLocaleUpperCase(locale)}${day.slice(1)}`;
  const hours = formats.range(startsAt, endsAt);
  const { city, abbreviation } = zoneLabel(timeZone, locale, startsAt);
  return {
    iso: startsAt.toISOString(),
    main: `${title}, ${hours}`,
    title,
    hours,
    city,
    zone: t("zone", { city, abbreviation, form: cityForm(city) }),
    other: otherClock(),
    start: formats.time(startsAt),
    end: formats.time(endsAt),
    date: day,
  };

  function otherClock(): string | null {
    if (!startsAt || !visitorZone || sameClock(visitorZone, timeZone, startsAt)) return null;
    const there = createFormats(locale, visitorZone, now);
    const isSameDay = there.day(startsAt) === formats.day(startsAt);
    const name = zoneCity(visitorZone, locale);
    const time = isSameDay ? there.time(startsAt) : there.dateTime(startsAt);
    return t("otherZone", { time, city: name, form: cityForm(name) });
  }
}

export type WhenTexts = NonNullable<Awaited<ReturnType<typeof whenTexts>>>;
