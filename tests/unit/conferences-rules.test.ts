import { describe, expect, test } from "vitest";
import {
  canCancel,
  canDelete,
  canEdit,
  canInvite,
  canSeeAnalytics,
  type PolicySubject,
  type Relation,
} from "@/lib/conferences/policy";
import {
  capacityOf,
  ceilingOf,
  conferenceState,
  defaultForm,
  freeSeats,
  kindOf,
  registrationState,
  sameForm,
  type Timing,
} from "@/lib/conferences/rules";
import { createInput, planOfForm, updateInput } from "@/lib/conferences/schema";
import type { UserActor } from "@/lib/server/actor";

const at = (clock: string) => new Date(`2027-06-14T${clock}:00Z`);
const planned: Timing = {
  kind: "scheduled",
  startsAt: at("14:00"),
  endsAt: at("15:30"),
  cancelledAt: null,
};
const room: Timing = { kind: "room", startsAt: null, endsAt: null, cancelledAt: null };
const session = (from: string, lease?: string) => ({
  startedAt: at(from),
  leaseExpiresAt: lease ? at(lease) : null,
});

describe("the state of a conference", () => {
  test.each([
    ["13:44", "before"],
    ["13:45", "soon"],
    ["13:59", "soon"],
    ["14:00", "open"],
    ["15:29", "open"],
    ["15:30", "ended"],
  ])("planned 14:00 to 15:30, at %s it is %s", (now, state) => {
    expect(conferenceState(planned, at(now))).toBe(state);
  });

  test("is live while somebody's session lasts, before its time and beyond it", () => {
    for (const now of ["13:00", "14:30", "16:00"]) {
      expect(conferenceState({ ...planned, liveSession: session("12:50") }, at(now))).toBe("live");
    }
    expect(conferenceState({ ...room, liveSession: session("12:50") }, at("13:00"))).toBe("live");
    expect(conferenceState(room, at("13:00"))).toBe("room");
  });

  test("a lease that ran out ends the session, whatever its row says", () => {
    const crashed = { ...planned, liveSession: session("14:00", "14:20") };
    expect(conferenceState(crashed, at("14:19"))).toBe("live");
    expect(conferenceState(crashed, at("14:20"))).toBe("open");
    expect(conferenceState(crashed, at("15:30"))).toBe("ended");
  });

  test("ended for all is over before its planned end; the last who leaves, or a rehearsal, ends nothing", () => {
    const over = (endedAt: string, endReason: "ended_for_all" | "last_left" | "lease_lapsed") =>
      conferenceState({ ...planned, lastSession: { endedAt: at(endedAt), endReason } }, at("14:50"));
    expect(over("14:40", "ended_for_all")).toBe("ended");
    expect(over("14:40", "last_left")).toBe("open");
    expect(over("14:40", "lease_lapsed")).toBe("open");
    expect(over("13:30", "ended_for_all")).toBe("open");
  });

  test("a cancelled conference is cancelled at any time", () => {
    const cancelled = { ...planned, cancelledAt: at("10:00"), liveSession: session("14:00") };
    for (const now of ["11:00", "14:10", "18:00"])
      expect(conferenceState(cancelled, at(now))).toBe("cancelled");
  });
});

describe("registration", () => {
  const form = (closing: "at_start" | "at_end", autoClose = true) => ({
    closing,
    autoClose,
    disabledAt: null,
  });
  const seats = { capacity: 10, seatsInvited: 3, seatsRegistered: 4 };

  test("[N02, N05] there is none without a form, with a form that is switched off, or for a room", () => {
    expect(registrationState(null, seats, planned, at("12:00"))).toBe("none");
    const off = { ...form("at_end"), disabledAt: at("09:00") };
    expect(registrationState(off, seats, planned, at("12:00"))).toBe("none");
    expect(registrationState(form("at_end"), seats, room, at("12:00"))).toBe("none");
  });

  test("[N09] closing at the start: really started or planned start, whichever is first", () => {
    const state = (now: string, timing: Partial<Timing> = {}) =>
      registrationState(form("at_start"), seats, { ...planned, ...timing }, at(now));
    expect(state("13:59")).toBe("open");
    expect(state("14:00")).toBe("closed");
    expect(state("13:50", { liveSession: session("13:50") })).toBe("closed");
    const tried = (endedAt: string) => ({
      lastSession: { endedAt: at(endedAt), endReason: "last_left" as const },
    });
    // Over before anybody was expected: a rehearsal.
    expect(state("13:50", tried("13:00"))).toBe("open");
    expect(state("13:58", tried("13:55"))).toBe("closed");
    expect(state("15:30")).toBe("ended");
  });

  test("[N10] closing at the end: ended, or planned end passed while nobody is in", () => {
    const state = (now: string, timing: Partial<Timing> = {}) =>
      registrationState(form("at_end"), seats, { ...planned, ...timing }, at(now));
    expect(state("14:00")).toBe("open");
    expect(state("15:29")).toBe("open");
    expect(state("15:30")).toBe("ended");
    expect(state("15:45", { liveSession: session("14:00") })).toBe("open");
    const ended = { lastSession: { endedAt: at("14:40"), endReason: "ended_for_all" as const } };
    expect(state("14:41", ended)).toBe("ended");
  });

  test("follows a conference that is moved, and dies with one that is cancelled", () => {
    const later = { ...planned, startsAt: at("18:00"), endsAt: at("19:00") };
    expect(registrationState(form("at_start"), seats, later, at("14:30"))).toBe("open");
    expect(
      registrationState(form("at_end"), seats, { ...planned, cancelledAt: at("09:00") }, at("12:00")),
    ).toBe("cancelled");
  });

  test("[N12] closes with the last seat only where that was asked for", () => {
    const full = { capacity: 7, seatsInvited: 3, seatsRegistered: 4 };
    expect(registrationState(form("at_end"), full, planned, at("12:00"))).toBe("full");
    expect(registrationState(form("at_end", false), full, planned, at("12:00"))).toBe("open");
    // Lowered below what is held: nobody is evicted, nobody comes in.
    const lowered = { ...full, capacity: 5 };
    expect(freeSeats(lowered)).toBe(0);
    expect(registrationState(form("at_end"), lowered, planned, at("12:00"))).toBe("full");
  });
});

describe("seats", () => {
  const limits = { all_on_screen: 6, lecture: 20, role_based: 20 };

  test("[N13] are the smallest of what the mode carries and what the owner wants", () => {
    expect(capacityOf("all_on_screen", null, limits)).toBe(6);
    expect(capacityOf("all_on_screen", 4, limits)).toBe(4);
    expect(capacityOf("all_on_screen", 250, limits)).toBe(6);
    expect(capacityOf("lecture", 250, { ...limits, lecture: 500 })).toBe(250);
  });

  test("the ceiling keeps what is held, and is out of the way where registration never closes by itself", () => {
    expect(ceilingOf(100, 0, true)).toBe(100);
    expect(ceilingOf(50, 80, true)).toBe(80);
    expect(ceilingOf(50, 80, false)).toBeGreaterThan(1_000_000);
  });
});

describe("who may do what (rule 10)", () => {
  const user = (...rights: string[]) => ({ kind: "user", rights: new Set(rights) }) as unknown as UserActor;
  const subject = (relation: Partial<Relation>, more: Partial<PolicySubject> = {}): PolicySubject => ({
    kind: "scheduled",
    ownerName: "Maëlle Guérin",
    cancelledAt: null,
    isLive: false,
    isOver: false,
    relation: { isOwner: false, isHost: false, role: null, ...relation },
    ...more,
  });
  const owner = subject({ isOwner: true, role: "owner" });
  const host = subject({ isHost: true });
  const moderator = subject({ role: "moderator" });
  const attendee = subject({ role: "attendee" });

  test("edit, cancel, delete and analytics belong to owner and host", () => {
    for (const can of [canEdit, canCancel, canSeeAnalytics]) {
      expect(can(user(), owner)).toBe(true);
      expect(can(user(), host)).toBe(true);
      for (const other of [moderator, attendee]) {
        expect(can(user("operator"), other)).toMatchObject({ params: { owner: "Maëlle Guérin" } });
      }
    }
  });

  test("inviting, and so the PIN, also to moderators, and to operators in a conference they are in", () => {
    expect(canInvite(user(), owner)).toBe(true);
    expect(canInvite(user(), moderator)).toBe(true);
    expect(canInvite(user(), attendee)).not.toBe(true);
    expect(canInvite(user("operator"), attendee)).toBe(true);
    expect(canInvite(user("operator"), subject({}))).not.toBe(true);
  });

  test("what is planned is cancelled before it is deleted; what is over or a room is deleted at once", () => {
    const own = { isOwner: true };
    expect(canDelete(user(), subject(own))).toEqual({ reason: "cancel_first" });
    expect(canDelete(user(), subject(own, { cancelledAt: at("09:00") }))).toBe(true);
    expect(canDelete(user(), subject(own, { isOver: true }))).toBe(true);
    expect(canDelete(user(), subject(own, { kind: "room" }))).toBe(true);
    expect(canDelete(user(), subject(own, { kind: "room", isLive: true }))).toEqual({
      reason: "conference_live",
    });
    expect(canCancel(user(), subject(own, { kind: "room" }))).toEqual({ reason: "rooms_have_no_date" });
  });
});

describe("what the form may say", () => {
  const parse = (input: Record<string, unknown>) => {
    const parsed = createInput.safeParse({ name: "Budget", ...input });
    return parsed.success
      ? parsed.data
      : Object.fromEntries(parsed.error.issues.map((i) => [i.path.join("."), i.message]));
  };
  const start = { localStart: "2027-06-14T14:00", timeZone: "Europe/Paris" };

  test("[J04, J06, I02] left alone, a conference is a private room with all on screen", () => {
    expect(parse({})).toMatchObject({ visibility: "private", mode: "all_on_screen", sendInvitations: true });
    expect(kindOf(undefined)).toBe("room");
    expect(kindOf("2027-06-14T14:00")).toBe("scheduled");
  });

  test("days that do not exist, zones that nobody knows and lengths beyond a day are refused by code", () => {
    expect(parse({ localStart: "2027-02-29T14:00", timeZone: "Europe/Paris" })).toEqual({
      localStart: "invalid_date",
    });
    expect(parse({ ...start, timeZone: "Mars/Base" })).toEqual({ timeZone: "invalid_zone" });
    expect(parse({ ...start, timeZone: undefined })).toEqual({ timeZone: "required" });
    for (const durationMin of [4, 1441, 7.5, Number.NaN]) {
      expect(parse({ ...start, durationMin })).toEqual({ durationMin: "duration_range" });
    }
    expect(parse({ kind: "room", ...start })).toEqual({ localStart: "rooms_have_no_date" });
  });

  test("nobody is invited twice and no field stands twice in the form", () => {
    const person = { userId: "0190a000-0000-7000-8000-00000000c0de", role: "attendee" };
    expect(parse({ participants: [person, { ...person, role: "moderator" }] })).toEqual({
      participants: "already_invited",
    });
    const registration = { fields: [...defaultForm(), { standardKey: "email", required: true }] };
    expect(parse({ ...start, visibility: "public", registration })).toEqual({
      "registration.fields": "invalid_value",
    });
    expect(sameForm(defaultForm(), defaultForm().reverse())).toBe(false);
  });
});

describe("from the editor's fields to a command", () => {
  const fields = {
    visibility: "public",
    kind: "scheduled",
    mode: "all_on_screen",
    name: "Journée toiture",
    date: "2027-06-14",
    time: "14:00",
    durationMin: "90",
    timeZone: "Europe/Paris",
    description: "",
    location: "",
    publicId: " Toiture-2027 ",
    seatLimit: "5",
    sendInvitations: "on",
    "participants[]": ["0190a000-0000-7000-8000-00000000c0de:moderator"],
    registrationOn: "on",
    closing: "at_end",
    autoClose: "on",
    "fields[]": "company",
    "required[]": ["company"],
  };

  test("[J14, J15, N06, N12, N22] everything typed arrives, and a new form always asks for name and address", () => {
    expect(createInput.parse(planOfForm(fields))).toMatchObject({
      visibility: "public",
      kind: "scheduled",
      localStart: "2027-06-14T14:00",
      timeZone: "Europe/Paris",
      durationMin: 90,
      publicId: "toiture-2027",
      seatLimit: 5,
      pin: null,
      sendInvitations: true,
      participants: [{ userId: "0190a000-0000-7000-8000-00000000c0de", role: "moderator" }],
      registration: {
        closing: "at_end",
        autoClose: true,
        fields: [...defaultForm(), { standardKey: "company", required: true }],
      },
    });
  });

  test("[J06, N02] what does not belong to a room is left aside, because without scripts its fields are sent too", () => {
    const room = createInput.parse(planOfForm({ ...fields, kind: "room" }));
    expect(room).toMatchObject({
      kind: "room",
      localStart: null,
      timeZone: null,
      registration: null,
      seatLimit: null,
    });
    const quiet = createInput.parse(planOfForm({ ...fields, visibility: "private" }));
    expect(quiet).toMatchObject({ publicId: null, registration: null });
  });

  test("[J06] a scheduled conference whose date was emptied is refused, not turned into a room", () => {
    const parsed = createInput.safeParse(planOfForm({ ...fields, date: "" }));
    expect(parsed.error?.issues).toMatchObject([{ path: ["localStart"], message: "required" }]);
  });

  test("[M03, M04] the ticked box without digits asks for a PIN to be made", () => {
    expect(planOfForm({ ...fields, secured: "on", pin: "" })).toMatchObject({ pin: "auto" });
    expect(planOfForm({ ...fields, secured: "on", pin: "4821 " })).toMatchObject({ pin: "4821" });
    expect(planOfForm({ ...fields, pin: "4821" })).toMatchObject({ pin: null });
  });

  test("a stored conference is saved with the version that was seen, and never with another form", () => {
    const id = "0190a000-0000-7000-8000-00000000beef";
    const saved = updateInput.parse(planOfForm({ ...fields, id, version: "3" }));
    expect(saved).toMatchObject({ id, version: 3, registration: { closing: "at_end", autoClose: true } });
    expect(saved.registration?.fields).toBeUndefined();
  });
});
