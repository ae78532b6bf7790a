import fc from "fast-check";
import ical from "node-ical";
import { describe, expect, test } from "vitest";
import { type CalendarEvent, calendarContentType, calendarFile, calendarLinks } from "@/lib/calendars/rules";
import { cleanLine, cleanParagraph } from "@/lib/text";
import { toInstant } from "@/lib/time/local";

const EVENT: CalendarEvent = {
  uid: "0190f3c2-7d1e-7c3a-9b1a-2f4f6f1f0a01@foyer",
  sequence: 0,
  method: "REQUEST",
  start: new Date("2026-11-23T13:00:00Z"),
  end: new Date("2026-11-23T14:30:00Z"),
  zone: "Europe/Paris",
  createdAt: new Date("2026-11-02T08:04:05Z"),
  stamp: new Date("2026-11-20T10:11:12Z"),
  title: "Selling your rooftop surplus",
  description: "What changes\non 1 January 2027",
  location: "Salle des délégués",
  url: "https://foyer.test/c/k7m2-9qxw-4t3r",
  organizer: { name: "Gaëlle Kervella", email: "gaelle@clairval.coop" },
  attendee: { name: "Gwendal Riou", email: "gwendal@clairval.coop", accepted: true },
};

/** Content lines after unfolding, by an own reading of RFC 5545, 3.1. */
function contentLines(file: string): string[] {
  return file
    .replace(/\r\n[ \t]/g, "")
    .split("\r\n")
    .slice(0, -1);
}

function names(file: string): string[] {
  return contentLines(file).map((line) => line.split(/[:;]/)[0] ?? "");
}

/** The text of a property, unescaped in one pass as RFC 5545, 3.3.11 has it. */
function property(file: string, name: string): string | undefined {
  const line = contentLines(file).find((each) => each.startsWith(`${name}:`));
  return line
    ?.slice(name.length + 1)
    .replace(/\\(.)/g, (_all, sign: string) => (sign === "n" || sign === "N" ? "\n" : sign));
}

function parsed(file: string) {
  const found = Object.values(ical.sync.parseICS(file)).find((part) => part?.type === "VEVENT");
  if (found?.type !== "VEVENT") throw new Error("no event in the file");
  return found;
}

describe("[Z10] the calendar file", () => {
  test("is a complete event on the clock of its zone", () => {
    expect(contentLines(calendarFile(EVENT))).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "CALSCALE:GREGORIAN",
      "PRODID:-//Foyer//Foyer//EN",
      "METHOD:REQUEST",
      "BEGIN:VTIMEZONE",
      "TZID:Europe/Paris",
      "BEGIN:DAYLIGHT",
      "DTSTART:19700329T020000",
      "TZOFFSETFROM:+0100",
      "TZOFFSETTO:+0200",
      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
      "END:DAYLIGHT",
      "BEGIN:STANDARD",
      "DTSTART:19701025T030000",
      "TZOFFSETFROM:+0200",
      "TZOFFSETTO:+0100",
      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
      "END:STANDARD",
      "END:VTIMEZONE",
      "BEGIN:VEVENT",
      "UID:0190f3c2-7d1e-7c3a-9b1a-2f4f6f1f0a01@foyer",
      "SUMMARY:Selling your rooftop surplus",
      "DTSTAMP:20261120T101112Z",
      "DTSTART;TZID=Europe/Paris:20261123T140000",
      "DTEND;TZID=Europe/Paris:20261123T153000",
      "SEQUENCE:0",
      "DESCRIPTION:What changes\\non 1 January 2027",
      "LOCATION:Salle des délégués",
      "STATUS:CONFIRMED",
      "URL:https://foyer.test/c/k7m2-9qxw-4t3r",
      'ORGANIZER;CN="Gaëlle Kervella":mailto:gaelle@clairval.coop',
      "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
      "TRANSP:OPAQUE",
      "CREATED:20261102T080405Z",
      "LAST-MODIFIED:20261120T101112Z",
      'ATTENDEE;RSVP=FALSE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="Gwendal Riou":mailto:gwendal@clairval.coop',
      "END:VEVENT",
      "END:VCALENDAR",
    ]);
  });

  test("keeps its UID for life, counts changes and stays as cancelled", () => {
    const moved = calendarFile({ ...EVENT, sequence: 3, start: new Date("2026-11-24T13:00:00Z") });
    const gone = calendarFile({ ...EVENT, sequence: 4, method: "CANCEL" });
    const published = calendarFile({ ...EVENT, sequence: 4, method: "PUBLISH", cancelled: true });
    expect([moved, gone, published].map((file) => parsed(file).uid)).toEqual([
      EVENT.uid,
      EVENT.uid,
      EVENT.uid,
    ]);
    expect(contentLines(moved)).toContain("SEQUENCE:3");
    expect(contentLines(gone)).toEqual(
      expect.arrayContaining(["METHOD:CANCEL", "SEQUENCE:4", "STATUS:CANCELLED"]),
    );
    expect(contentLines(published)).toEqual(expect.arrayContaining(["METHOD:PUBLISH", "STATUS:CANCELLED"]));
    expect(published).not.toContain("ATTENDEE");
    expect(calendarContentType("CANCEL")).toBe("text/calendar; charset=utf-8; method=CANCEL");
  });

  test("[Z10, J15] says the instant of a skipped and of a doubled time, in any process zone", () => {
    const before = process.env.TZ;
    try {
      for (const zone of ["UTC", "America/New_York", "Pacific/Chatham", "Pacific/Apia"]) {
        process.env.TZ = zone;
        for (const [local, utc, wall] of [
          ["2027-03-28T02:30", "20270328T013000Z", "20270328T033000"],
          ["2027-10-31T02:30", "20271031T003000Z", "20271031T023000"],
          ["2027-03-29T09:00", "20270329T070000Z", "20270329T090000"],
        ] as const) {
          const start = toInstant(local, "Europe/Paris");
          const lines = contentLines(calendarFile({ ...EVENT, start, end: start }));
          expect(lines).toContain(`DTSTART;TZID=Europe/Paris:${wall}`);
          const inUtc = calendarFile({ ...EVENT, start, end: start, zone: "UTC" });
          expect(contentLines(inUtc)).toContain(`DTSTART:${utc}`);
          expect(calendarLinks({ ...EVENT, start }).google).toContain(`dates=${utc}%2F`);
        }
      }
    } finally {
      process.env.TZ = before;
    }
  });
});

describe("[Z10] nothing typed can become a property", () => {
  const HONEST = names(calendarFile(EVENT));

  test.each([
    "Bob\r\nX-INJ:1",
    "Bob\nX-INJ:1",
    "A\rX-INJ:1",
    "A\u2028X-INJ:1",
    "A\u0085X-INJ:1",
    'Bob";X=1',
    'Bob":mailto:evil@evil.test',
    "Bob\\",
    'Bob\\"',
    "Bob\u0000\u0007",
    "a;b,c\\n:d",
    "\\r\\nX-INJ:1",
    "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2",
    "\ud800",
    "👩‍👩‍👧‍👦".repeat(150),
  ])("%j in every field", (text) => {
    const person = { name: text, email: "bob@corp.test" };
    const file = calendarFile({
      ...EVENT,
      title: text,
      description: text,
      location: text,
      organizer: person,
      attendee: person,
    });
    expect(names(file)).toEqual(HONEST);
    expect(contentLines(file).filter((line) => /^(ORGANIZER|ATTENDEE)/.test(line))).toHaveLength(2);
    for (const line of contentLines(file).filter((each) => /^(ORGANIZER|ATTENDEE)/.test(each))) {
      expect(line).toMatch(/CN="[^"]*":mailto:bob@corp\.test$/);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: no control but CR LF may be left
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\x00-\x1f\x7f]/);
  });

  test("nor an address or a link", () => {
    const bad = { name: "Bob", email: "bob@corp.test\r\nX-INJ:1" };
    expect(() => calendarFile({ ...EVENT, organizer: bad })).toThrow();
    expect(() => calendarFile({ ...EVENT, attendee: { ...bad, email: "a@b.test, c@d.test" } })).toThrow();
    const link = (url: string) =>
      contentLines(calendarFile({ ...EVENT, url })).filter((line) => line.startsWith("URL"));
    expect(link("https://foyer.test/c/a\r\nX-INJ:1")).toEqual(["URL:https://foyer.test/c/aX-INJ:1"]);
    expect(link("http://[::1]:3000/c/a b")).toEqual(["URL:http://[::1]:3000/c/a%20b"]);
    expect(link("http://localhost:3000/c/a")).toEqual(["URL:http://localhost:3000/c/a"]);
    expect(["javascript:alert(1)", "data:text/html,x", "/c/a", ""].flatMap(link)).toEqual([]);
  });

  test("lines have 75 octets at most, whole characters, and every text comes back from another parser", () => {
    const awkward = fc.constantFrom(
      ";",
      ",",
      "\\",
      "\\n",
      ":",
      '"',
      "\n",
      "\r\n",
      "é",
      "👩‍👩‍👧‍👦",
      "漢",
      " ",
      "BEGIN:VEVENT",
    );
    const text = fc
      .array(fc.oneof(awkward, fc.string({ unit: "grapheme" })), { minLength: 1, maxLength: 30 })
      // In the file this sign would mean a character that was cut in two.
      .map((pieces) => `x${pieces.join("").replaceAll("\ufffd", "")}x`);
    fc.assert(
      fc.property(text, text, (title, place) => {
        const file = calendarFile({ ...EVENT, title, location: place, description: title });
        for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(file.endsWith("END:VCALENDAR\r\n")).toBe(true);
        expect(file).not.toContain("\ufffd");
        expect(names(file)).toEqual(HONEST);
        expect(property(file, "SUMMARY")).toBe(cleanLine(title));
        expect(property(file, "LOCATION")).toBe(cleanLine(place));
        expect(property(file, "DESCRIPTION")).toBe(cleanParagraph(title));
        // node-ical reads an escaped backslash before an n as a line break, so it is asked about the rest only.
        if ((title + place).includes("\\")) return;
        const event = parsed(file);
        expect(event.summary).toBe(cleanLine(title));
        expect(event.location).toBe(cleanLine(place));
        expect(event.description).toBe(cleanParagraph(title));
      }),
      { numRuns: 200 },
    );
  });
});

describe("[Z10] links to calendars of the web", () => {
  test("carry the event in UTC, fully encoded", () => {
    const links = calendarLinks({ ...EVENT, title: "Q&A + #1 =50%", location: "a&dates=x" });
    for (const link of Object.values(links)) {
      expect(link).not.toMatch(/[+\s#]/);
      expect([...new URL(link).searchParams.values()]).toContain("Q&A + #1 =50%");
      expect([...new URL(link).searchParams.values()]).toContain("a&dates=x");
      expect(link).toContain(encodeURIComponent(EVENT.url ?? "missing"));
    }
    expect(new URL(links.google).searchParams.get("dates")).toBe("20261123T130000Z/20261123T143000Z");
    expect(new URL(links.outlook).searchParams.get("startdt")).toBe("2026-11-23T13:00:00.000Z");
    expect(new URL(links.office365).host).toBe("outlook.office.com");
    expect(new URL(links.yahoo).searchParams.get("et")).toBe("20261123T143000Z");
  });

  test("stay short enough to open", () => {
    const links = calendarLinks({ ...EVENT, description: "漢".repeat(10_000) });
    for (const link of Object.values(links)) expect(link.length).toBeLessThan(8000);
  });
});
