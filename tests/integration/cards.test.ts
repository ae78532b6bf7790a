import { beforeAll, expect, test } from "vitest";
import { getCard } from "@/lib/conferences/card/queries";
import { updateConference } from "@/lib/conferences/commands";
import { listLive } from "@/lib/conferences/entries/queries";
import { listDay } from "@/lib/conferences/lists/queries";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { dayBounds } from "@/lib/time/local";
import { goLive, plan } from "../support/listed";
import { as } from "../support/run";
import { type World, world } from "../support/world";

let w: World;
beforeAll(async () => {
  w = await world();
});

const card = (actor: UserActor, id: string) => withActor(actor, (scope) => getCard(scope, id));

test("[E03-E05, E07-E10, E12] the card holds people, ID, owner, access, mode, place and state", async () => {
  const { organiser, invited, moderator } = w.actors;
  const { id, publicId } = await plan(organiser, {
    name: "Webinar",
    visibility: "public",
    location: "Salle Jules-Verne",
    registration: { closing: "at_start" },
    invited: [invited.userId],
    moderators: [moderator.userId],
    zone: "Europe/Dublin",
  });
  const seen = await card(invited, id);
  expect(seen).toMatchObject({
    publicId,
    invited: 2,
    registered: 0,
    owner: { id: organiser.userId },
    visibility: "public",
    mode: "all_on_screen",
    location: "Salle Jules-Verne",
    timeZone: "Europe/Dublin",
    hasForm: true,
    isOwner: false,
    role: "attendee",
    isHost: false,
    taken: 3,
    moderators: [{ id: moderator.userId, name: moderator.name }],
  });
  const plain = await plan(organiser, { location: "" });
  expect((await card(organiser, plain.id)).location).toBeNull();
  await goLive(w.tenant.id, id, organiser.userId);
  expect((await card(invited, id)).inside).toBe(1);
  const live = await withActor(invited, listLive);
  expect(live.map((entry) => [entry.name, entry.people])).toEqual([
    ["Webinar", [{ id: organiser.userId, name: organiser.name }]],
  ]);
  expect(await withActor(w.actors.member, listLive)).toEqual([]);
});

test("[E06] the PIN is on the card only when set, and only for those who may invite", async () => {
  const { organiser, invited, moderator, administrator } = w.actors;
  const { id } = await plan(organiser, {
    pin: "0012",
    invited: [invited.userId],
    moderators: [moderator.userId],
  });
  expect((await card(organiser, id)).pin).toBe("0012");
  expect((await card(moderator, id)).pin).toBe("0012");
  expect((await card(administrator, id)).pin).toBe("0012");
  const attendee = await card(invited, id);
  expect(attendee.pin).toBeNull();
  expect(JSON.stringify(attendee)).not.toContain("0012");
  const without = await plan(organiser);
  expect((await card(organiser, without.id)).pin).toBeNull();
});

test("[E03, T01] owner and host may change and see who came; others do neither", async () => {
  const { organiser, invited, administrator } = w.actors;
  const { id } = await plan(organiser, { invited: [invited.userId] });
  const mine = await card(organiser, id);
  expect(mine.may).toMatchObject({ edit: true, cancel: true, invite: true, seeAnalytics: true });
  expect(mine.awaited).toBe(1);
  expect((await card(administrator, id)).may).toMatchObject({ edit: true, seeAnalytics: true });
  const theirs = await card(invited, id);
  expect(theirs.may).toEqual({
    edit: false,
    cancel: false,
    remove: false,
    invite: false,
    seeAnalytics: false,
  });
  expect(theirs.awaited).toBe(0);
});

test("[C05, E03] unknown, foreign and unshared conferences are not found, alike", async () => {
  const { organiser, member, foreigner, foreignAdministrator } = w.actors;
  const { id } = await plan(organiser);
  for (const [actor, wanted] of [
    [organiser, uuidv7()],
    [member, id],
    [foreigner, id],
    [foreignAdministrator, id],
  ] as const) {
    const refusal = await card(actor, wanted).catch((error) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal.code).toBe("not_found");
  }
  // Once uninvited, the card is gone.
  const shared = await plan(organiser, { invited: [member.userId] });
  expect((await card(member, shared.id)).id).toBe(shared.id);
  await as(organiser).do(updateConference, {
    id: shared.id,
    version: 1,
    name: "Réunion",
    localStart: "2026-11-24T14:00",
    timeZone: "Europe/Paris",
    participants: [],
  });
  await expect(card(member, shared.id)).rejects.toMatchObject({ code: "not_found" });
  const bounds = dayBounds("2026-11-24", "Europe/Paris");
  expect((await withActor(member, (scope) => listDay(scope, bounds))).entries).toEqual([]);
});
