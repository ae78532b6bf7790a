import { expect, test } from "vitest";
import { dayPart, type Entry, groupByDay, nowIndex, railOf } from "@/lib/conferences/lists/rules";
import { cursorText, meetingsAddress } from "@/lib/conferences/lists/schema";
import { dayOf } from "@/lib/time/local";

const now = new Date("2026-11-23T08:47:00Z");

/** A meeting of the day; times are UTC. */
function entry(name: string, from: string, to: string, timing: Partial<Entry["timing"]> = {}): Entry {
  return {
    id: name,
    publicId: name,
    name,
    visibility: "private",
    mode: "all_on_screen",
    location: null,
    owner: { id: "owner", name: "Owner" },
    isOwner: false,
    role: "attendee",
    isHost: false,
    timing: {
      kind: "scheduled",
      startsAt: new Date(`2026-11-23T${from}:00Z`),
      endsAt: new Date(`2026-11-23T${to}:00Z`),
      cancelledAt: null,
      ...timing,
    },
    cancelledBy: null,
    timeZone: "Europe/Paris",
    invited: 1,
    registered: 0,
    taken: 2,
    seats: 6,
    hasForm: false,
    inside: 0,
  };
}

const live = { liveSession: { startedAt: now, leaseExpiresAt: new Date("2026-11-23T09:00:00Z") } };
const told = (items: ReturnType<typeof railOf>["items"]) =>
  items.map((item) =>
    item.kind === "entry" ? item.entry.name : item.kind === "gap" ? `${item.minutes} free` : "now",
  );

test("[C02] the rail folds what ended, leaves what is live to its card, and names the free time between", () => {
  const { ended, items } = railOf(
    [
      entry("early", "07:00", "07:30"),
      entry("committee", "08:30", "09:30", live),
      entry("grid", "09:00", "09:45"),
      entry("clinic", "10:30", "11:00"),
      entry("interview", "11:00", "11:30", { cancelledAt: now }),
      entry("webinar", "13:00", "14:30"),
    ],
    now,
  );
  expect(ended.map((e) => e.name)).toEqual(["early"]);
  // The committee reaches into the grid's time, so nothing is free between them; a cancelled hour is free.
  expect(told(items)).toEqual(["now", "grid", "45 free", "clinic", "interview", "120 free", "webinar"]);
});

test("[C02] the line of now lies behind what is under way, and last when nothing comes", () => {
  const under = entry("under way", "08:00", "10:00");
  expect(told(railOf([under, entry("next", "10:05", "11:00")], now).items)).toEqual([
    "under way",
    "now",
    "next",
  ]);
  expect(told(railOf([under], now).items)).toEqual(["under way", "now"]);
  expect(told(railOf([], now).items)).toEqual(["now"]);
  expect(nowIndex([under, entry("next", "10:05", "11:00")], now)).toBe(1);
  expect(nowIndex([under], now)).toBe(1);
});

test("[E01] rows stand under the day on which they begin for the viewer", () => {
  const late = entry("late", "22:30", "23:30");
  const early = entry("early", "08:00", "09:00");
  const days = (zone: string) =>
    groupByDay([early, late], (at) => dayOf(at, zone)).map((group) => [
      group.date,
      group.entries.map((e) => e.name),
    ]);
  expect(days("Europe/London")).toEqual([["2026-11-23", ["early", "late"]]]);
  expect(days("Europe/Paris")).toEqual([["2026-11-23", ["early", "late"]]]);
  expect(days("Asia/Kolkata")).toEqual([
    ["2026-11-23", ["early"]],
    ["2026-11-24", ["late"]],
  ]);
});

test("[C13] the greeting follows the viewer's part of the day", () => {
  expect([4, 5, 11, 12, 17, 18, 23].map(dayPart)).toEqual([
    "evening",
    "morning",
    "morning",
    "afternoon",
    "afternoon",
    "evening",
    "evening",
  ]);
});

test("[E01] an address is read as far as it makes sense", () => {
  const at = "2026-11-23T09:00:00.000001Z";
  const id = "01a200e4-4d25-7d5c-8980-8ec4247bae16";
  expect(meetingsAddress.parse({ after: cursorText({ at, id }) }).after).toEqual({ at, id });
  const odd = {
    view: "grid",
    day: "2026-02-30",
    q: " ",
    after: "2026-13-45T99:00:00.000000Z_" + id,
    before: ["a", "b"],
    c: "1; DROP",
    visibility: "secret",
    role: "admin",
    state: "soon",
  };
  expect(Object.values(meetingsAddress.parse(odd)).filter((part) => part !== undefined)).toEqual([]);
});
