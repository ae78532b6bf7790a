import { describe, expect, test } from "vitest";
import {
  type DoorFacts,
  door,
  freeSlot,
  guestUntil,
  hasPlace,
  standingOf,
  timeLeft,
  toldApart,
} from "@/lib/live/rules";

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 23, 9, 0) + minutes * 60_000);

const facts = (more: Partial<DoorFacts> = {}): DoorFacts => ({
  now: at(0),
  kind: "scheduled",
  visibility: "private",
  cancelledAt: null,
  liveSession: null,
  lastSession: null,
  startsAt: at(60),
  endsAt: at(120),
  ...more,
});

describe("the door", () => {
  test.each([
    ["leads", 0, "start"],
    ["leads", 119, "start"],
    ["leads", 120, "conference_over"],
    ["invited", 44, "not_started"],
    ["invited", 45, "start"],
    ["invited", 61, "start"],
    ["visitor", 45, "not_started"],
    ["visitor", 61, "nobody_opened"],
    ["visitor", 120, "conference_over"],
  ] as const)("[Z03] %s of a private meeting %i minutes on: %s", (standing, minutes, expected) => {
    const way = door(facts({ now: at(minutes) }), standing);
    expect(typeof way === "string" ? way : way.reason).toBe(expected);
  });

  test("[Z11] invited people wait for the organiser of a webinar, and everybody enters once it is live", () => {
    const webinar = facts({ now: at(50), visibility: "public" });
    expect(door(webinar, "invited")).toMatchObject({ reason: "not_started" });
    const live = { ...webinar, liveSession: { startedAt: at(40), leaseExpiresAt: at(51) } };
    expect(door(live, "visitor")).toBe("enter");
    expect(door({ ...live, now: at(52) }, "visitor")).toMatchObject({ reason: "not_started" });
  });

  test("rooms open for whoever was invited, and for visitors once somebody is in", () => {
    const room = facts({ kind: "room", startsAt: null, endsAt: null });
    expect(door(room, "invited")).toBe("start");
    expect(door(room, "visitor")).toEqual({ reason: "nobody_opened" });
  });

  test("what was ended for all or cancelled is over for the owner, too", () => {
    const ended = { endedAt: at(70), endReason: "ended_for_all" as const };
    expect(door(facts({ now: at(80), lastSession: ended }), "leads")).toEqual({ reason: "conference_over" });
    expect(door(facts({ cancelledAt: at(-5) }), "leads")).toEqual({ reason: "conference_cancelled" });
  });
});

test("whoever owns, moderates or hosts leads; the list decides who is invited", () => {
  const person = { role: null, isInvited: false, isHost: false };
  expect(standingOf(person)).toBe("visitor");
  expect(standingOf({ ...person, isHost: true })).toBe("leads");
  expect(standingOf({ ...person, role: "moderator" })).toBe("leads");
  expect(standingOf({ ...person, role: "attendee" })).toBe("visitor");
  expect(standingOf({ ...person, role: "attendee", isInvited: true })).toBe("invited");
});

test("the time left is told in the largest unit that says something", () => {
  expect(timeLeft(at(0), at(0.1))).toEqual({ unit: "minutes", count: 1 });
  expect(timeLeft(at(0), at(119))).toEqual({ unit: "minutes", count: 119 });
  expect(timeLeft(at(0), at(120))).toEqual({ unit: "hours", count: 2 });
  expect(timeLeft(at(0), at(47 * 60 + 59))).toEqual({ unit: "hours", count: 47 });
  expect(timeLeft(at(0), at(48 * 60))).toEqual({ unit: "days", count: 2 });
});

test("a promised seat is honoured before anybody without one", () => {
  const crowd = { capacity: 10, live: 4, reserved: { seats: 9, visitorsInside: 0 }, hasSeat: false };
  expect(hasPlace(crowd)).toBe(true);
  expect(hasPlace({ ...crowd, reserved: { seats: 9, visitorsInside: 1 } })).toBe(false);
  expect(hasPlace({ ...crowd, reserved: { seats: 10, visitorsInside: 0 } })).toBe(false);
  expect(hasPlace({ ...crowd, reserved: null })).toBe(true);
  expect(hasPlace({ ...crowd, hasSeat: true, reserved: { seats: 10, visitorsInside: 3 } })).toBe(true);
  expect(hasPlace({ ...crowd, hasSeat: true, live: 10 })).toBe(false);
});

test("the lowest free slot is taken", () => {
  expect(freeSlot([], 1)).toBe(1);
  expect(freeSlot([1, 3], 3)).toBe(2);
  expect(freeSlot([1, 2], 2)).toBeNull();
});

test("a walk-in's cookie lasts until an hour after the end, and while a conference runs over", () => {
  expect(guestUntil(at(120), at(0))).toEqual(at(180));
  expect(guestUntil(at(120), at(150))).toEqual(at(210));
  expect(guestUntil(null, at(0))).toEqual(at(720));
});

test("names that are drawn alike are told apart, and a guest never takes a colleague's (H-005)", () => {
  const guest = (name: string) => ({ name, isGuest: true });
  const entries = [
    guest("Admin"),
    guest("Zoé"),
    guest("\u0410dmin"),
    { name: "Admin", isGuest: false },
    guest("ADM1N"),
  ];
  expect(toldApart(entries).map(({ name }) => name)).toEqual([
    "Admin (2)",
    "Zoé",
    "\u0410dmin (3)",
    "Admin",
    "ADM1N (4)",
  ]);
});
