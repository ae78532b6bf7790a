import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketSize, buckets, openSeconds, stayBands, stayBar } from "@/lib/analytics/rules";
import {
  addressOf,
  analyticsAddress,
  type Cursor,
  cursorText,
  entryOrder,
  intervalOf,
  isTimeCursor,
  keptParts,
} from "@/lib/analytics/schema";
import { isoWithOffset, isoWriter } from "@/lib/time/local";

const at = (text: string) => new Date(text);
const iso = (dates: Date[]) => dates.map((date) => date.toISOString());

describe("[T21, T22] buckets of the chart", () => {
  test("hours up to two days, days up to three months, then months", () => {
    const from = at("2026-11-01T00:00:00Z");
    const spanOf = (days: number) => bucketSize({ from, to: new Date(+from + days * 86_400_000) });
    expect([0, 2, 2.1, 92, 93].map(spanOf)).toEqual(["hour", "hour", "day", "day", "month"]);
  });

  test("days keep their own length when the clocks change", () => {
    const span = { from: at("2027-03-27T23:00:00Z"), to: at("2027-03-29T10:00:00Z") };
    expect(iso(buckets("day", span, "Europe/Paris"))).toEqual([
      "2027-03-27T23:00:00.000Z",
      "2027-03-28T22:00:00.000Z",
    ]);
  });

  test("months begin on their first day in the viewer's zone", () => {
    const span = { from: at("2026-12-31T23:30:00Z"), to: at("2027-02-10T00:00:00Z") };
    expect(iso(buckets("month", span, "Europe/Paris"))).toEqual([
      "2026-12-31T23:00:00.000Z",
      "2027-01-31T23:00:00.000Z",
    ]);
  });

  test("a single moment is one bucket", () => {
    const moment = at("2026-11-23T14:00:00Z");
    expect(buckets("hour", { from: moment, to: moment }, "Europe/Paris")).toHaveLength(1);
  });
});

describe("stays", () => {
  test("bands are equal, at most six, and lose nobody", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 500 })), { maxLength: 40 }),
        (pairs) => {
          const counts = new Map(pairs);
          const bands = stayBands(counts);
          expect(bands.length).toBeLessThanOrEqual(6);
          expect(bands.reduce((sum, band) => sum + band.people, 0)).toBe(
            [...counts.values()].reduce((sum, people) => sum + people, 0),
          );
        },
      ),
    );
  });

  test("an hour and a half is cut into quarters", () => {
    const bands = stayBands(
      new Map([
        [0, 14],
        [17, 109],
      ]),
    );
    expect(bands.map((band) => [band.fromMin, band.toMin, band.people])).toEqual([
      [0, 15, 14],
      [15, 30, 0],
      [30, 45, 0],
      [45, 60, 0],
      [60, 75, 0],
      [75, 90, 109],
    ]);
  });

  const whole = { from: at("2026-11-23T13:00:00Z"), to: at("2026-11-23T14:00:00Z") };
  const stay = (from: string, to: string, open = false) => ({ from: at(from), to: at(to), open });

  test("a bar shows them where they were, and nothing beyond its ends", () => {
    expect(stayBar([stay("2026-11-23T13:15:00Z", "2026-11-23T13:45:00Z")], whole)).toEqual([
      { start: 25, width: 50 },
    ]);
    const over = stayBar([stay("2026-11-23T12:00:00Z", "2026-11-23T15:00:00Z")], whole);
    expect(over).toEqual([{ start: 0, width: 100 }]);
  });

  test("a room that is used for months has no bar", () => {
    expect(stayBar([], { from: whole.from, to: at("2026-12-23T13:00:00Z") })).toBeNull();
    expect(stayBar([], null)).toBeNull();
  });

  test("only the stay that is going on is added to what is stored", () => {
    const stays = [
      stay("2026-11-23T13:00:00Z", "2026-11-23T13:10:00Z"),
      stay("2026-11-23T13:20:00Z", "2026-11-23T13:21:30Z", true),
    ];
    expect(openSeconds(stays)).toBe(90);
  });
});

describe("the address", () => {
  const id = "0190a000-0000-7000-8000-000000000000";

  test("cursors come back as they went, whatever the name holds", () => {
    fc.assert(
      fc.property(fc.option(fc.string({ maxLength: 200, minLength: 1, unit: "grapheme" })), (key) => {
        const cursor: Cursor = { key, id };
        expect(analyticsAddress.parse({ after: cursorText(cursor) }).after).toEqual(cursor);
      }),
    );
  });

  test("only real instants are keys of lists in the order of time", () => {
    expect(isTimeCursor({ key: "2026-11-23T13:00:00.123456Z", id })).toBe(true);
    expect(isTimeCursor({ key: "2026-13-45T13:00:00.123456Z", id })).toBe(false);
    expect(isTimeCursor({ key: "now()", id })).toBe(false);
  });

  test("parts that make no sense are as good as missing", () => {
    const address = analyticsAddress.parse({
      tab: "x",
      q: ["a", "b"],
      auth: "",
      order: "added_sideways",
      from: "2026-02-30T00:00",
      after: "x",
      p: "1 OR 1=1",
    });
    expect(Object.values(address).filter((value) => value !== undefined)).toEqual([]);
    expect(entryOrder(address.order)).toEqual({ sort: "added", direction: "desc" });
  });

  test("links keep filters and drop the place in the list", () => {
    const address = analyticsAddress.parse({ q: "müller & co", auth: "guests", after: id, p: id });
    expect(addressOf("/x", address, {})).toBe("/x?q=m%C3%BCller+%26+co&auth=guests");
    expect(addressOf("/x", address, { q: null, order: "name_asc" })).toBe("/x?auth=guests&order=name_asc");
    expect(keptParts(address, ["q"])).toEqual({ auth: "guests" });
  });

  test("[T20, T30] the interval is the viewer's wall time, and must not end before it begins", () => {
    const from = "2027-03-28T01:00";
    expect(intervalOf({ from, to: "2027-03-28T03:00" }, "Europe/Paris")).toEqual({
      from: at("2027-03-28T00:00:00Z"),
      to: at("2027-03-28T01:00:00Z"),
    });
    expect(intervalOf({ from, to: from }, "Europe/Paris")).toBeNull();
    expect(intervalOf({}, "Europe/Paris")).toEqual({ from: undefined, to: undefined });
  });
});

test("the fast writer of instants equals the careful one, in every zone and around clock changes", () => {
  const zones = ["Europe/Paris", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham", "UTC"];
  const writers = zones.map((zone) => [zone, isoWriter(zone)] as const);
  const moment = fc.oneof(
    fc.date({ min: at("2000-01-01T00:00:00Z"), max: at("2100-01-01T00:00:00Z"), noInvalidDate: true }),
    fc.integer({ min: -7200, max: 7200 }).map((s) => new Date(Date.parse("2026-10-25T01:00:00Z") + s * 1000)),
  );
  fc.assert(
    fc.property(moment, (date) => {
      for (const [zone, write] of writers) expect(write(date)).toBe(isoWithOffset(date, zone));
    }),
  );
});
