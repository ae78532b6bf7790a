import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFormats } from "@/lib/time/format";

const START = new Date("2026-11-23T13:00:00Z");
const END = new Date("2026-11-23T14:30:00Z");
const NOW = new Date("2026-11-23T08:47:00Z");
/** No-break spaces are right on the page and unreadable in a test. */
const seen = (text: string) => text.replaceAll("\u00a0", "_");

describe.each(["UTC", "America/New_York", "Pacific/Chatham", "Pacific/Apia"])(
  "with the process in %s",
  (zone) => {
    const before = process.env.TZ;
    beforeAll(() => {
      process.env.TZ = zone;
    });
    afterAll(() => {
      process.env.TZ = before;
    });

    test("times are written in English as the pictures show them", () => {
      const formats = createFormats("en", "Europe/Paris", NOW);
      expect(formats.day(START)).toBe("Mon 23 Nov");
      expect(formats.dayLong(START)).toBe("Monday 23 November 2026");
      expect(formats.time(START)).toBe("14:00");
      expect(formats.timeSeconds(new Date("2026-11-23T13:02:11Z"))).toBe("14:02:11");
      expect(formats.range(START, END)).toBe("14:00–15:30");
      expect(formats.dateTime(START)).toBe("Mon 23 Nov, 14:00");
      expect(formats.dayTimeZone(START, END)).toBe("Mon 23 Nov, 14:00–15:30 CET, Paris");
      expect(formats.dayTimeZone(START)).toBe("Mon 23 Nov, 14:00 CET, Paris");
      expect(formats.month("2026-11")).toBe("November 2026");
      expect(formats.weekday("2026-11-23")).toBe("Mon");
      expect(formats.iso(START)).toBe("2026-11-23T14:00:00+01:00");
      expect(createFormats("en", "Europe/Dublin", NOW).dayTimeZone(START, END)).toBe(
        "Mon 23 Nov, 13:00–14:30 GMT, Dublin",
      );
    });

    test("times are written in French with a 24-hour clock and 1er", () => {
      const formats = createFormats("fr", "Europe/Paris", NOW);
      expect(formats.day(START)).toBe("lun. 23 nov.");
      expect(formats.dayLong(START)).toBe("lundi 23 novembre 2026");
      expect(seen(formats.dayTimeZone(START, END))).toBe("lun. 23 nov., 14:00_–_15:30 CET, Paris");
      expect(formats.dayLong("2027-01-01")).toBe("vendredi 1er janvier 2027");
      expect(formats.day("2027-01-01")).toBe("ven. 1er janv. 2027");
      expect(formats.month("2027-01")).toBe("janvier 2027");
      expect(formats.time(new Date("2026-11-22T23:05:00Z"))).toBe("00:05");
    });

    test("a meeting across midnight names its last day, another year is written out", () => {
      const formats = createFormats("en", "Europe/Paris", NOW);
      expect(seen(formats.range(new Date("2026-11-23T22:30:00Z"), new Date("2026-11-23T23:30:00Z")))).toBe(
        "23:30_–_Tue 24 Nov, 00:30",
      );
      expect(formats.day(new Date("2026-12-31T22:59:00Z"))).toBe("Thu 31 Dec");
      expect(formats.day(new Date("2026-12-31T23:00:00Z"))).toBe("Fri 1 Jan 2027");
      expect(createFormats("en", "Europe/Paris").day("2027-01-01")).toBe("Fri 1 Jan");
    });

    test("a day without a zone is the same day everywhere", () => {
      for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"]) {
        expect(createFormats("en", zone).dayLong("2026-11-23")).toBe("Monday 23 November 2026");
      }
    });

    test("lengths are written with units that do not break away", () => {
      const formats = createFormats("fr", "Europe/Paris");
      expect([45, 60, 90, 68, 0, 1440, -5].map((minutes) => seen(formats.duration(minutes)))).toEqual([
        ...["45_min", "1_h", "1_h_30", "1_h_08", "0_min", "24_h", "0_min"],
      ]);
      expect([7, 3484, 4340, 3600].map(formats.length)).toEqual(["0:07", "58:04", "1:12:20", "1:00:00"]);
    });

    test("distance is told in words for less than a day, then the date is given", () => {
      const [en, fr] = [createFormats("en", "Europe/Paris", NOW), createFormats("fr", "Europe/Paris", NOW)];
      expect(en.relative(START, NOW)).toBe("in 4 hours");
      expect(fr.relative(START, NOW)).toBe("dans 4 heures");
      expect(en.relative(new Date(NOW.getTime() - 5 * 60_000), NOW)).toBe("5 minutes ago");
      expect(fr.relative(NOW, NOW)).toBe("maintenant");
      expect(en.relative(new Date(NOW.getTime() + 59_000), NOW)).toBe("now");
      expect(en.relative(new Date("2026-11-24T08:46:00Z"), NOW)).toBe("in 23 hours");
      expect(en.relative(new Date("2026-11-24T08:47:00Z"), NOW)).toBe("Tue 24 Nov, 09:47");
      expect([en.dayNear(START, NOW), en.dayNear("2026-11-24", NOW), fr.dayNear("2026-11-22", NOW)]).toEqual([
        ...["today", "tomorrow", "hier"],
      ]);
      expect(fr.dayNear("2026-11-25", NOW)).toBe("mer. 25 nov.");
    });
  },
);
