import { beforeEach, expect, test } from "vitest";
import { enterAsGuest, leave } from "@/lib/live/commands";
import { type Listener, listenerOf, mayListen } from "@/lib/realtime/authorize";
import { channels } from "@/lib/realtime/channels";
import { anonymousActor } from "@/lib/server/actor";
import type { ConferenceReach } from "@/lib/server/scope";
import { aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { aWalkIn, enters } from "../support/live";
import { as } from "../support/run";
import { anonymous, aRequest, guestOf, type World, world } from "../support/world";

let w: World;
let webinar: Conference;
let reach: ConferenceReach;
beforeEach(async () => {
  w = await world();
  webinar = await aWebinar(w);
  reach = { tenantId: webinar.tenantId, conferenceId: webinar.id, visibility: "public" };
});

/** Everybody who could ask, and the channels that each may hear. */
async function cast() {
  const host = await enters(w.actors.organiser, webinar);
  const first = await enters(w.actors.invited, webinar);
  const phone = await enters(w.actors.invited, webinar);
  const inside = await aWalkIn(webinar);
  const guest = await enters(inside, webinar);
  const pass = await as(anonymous()).do(enterAsGuest, { publicId: webinar.publicId, name: "Ida" });
  const outside = await guestOf(pass.participantId);
  const listeners: Record<string, Listener> = {
    host: listenerOf(w.actors.organiser, null),
    hostOnThePage: listenerOf(w.actors.organiser, reach),
    invited: listenerOf(w.actors.invited, null),
    guest: listenerOf(inside, reach),
    guestOfNoPage: listenerOf(inside, null),
    guestOutside: listenerOf(outside, reach),
    member: listenerOf(w.actors.member, null),
    administrator: listenerOf(w.actors.administrator, null),
    foreigner: listenerOf(w.actors.foreigner, null),
    anonymous: listenerOf(anonymousActor(aRequest()), reach),
  };
  const names = {
    meeting: channels.meeting(webinar.id, host.channelEpoch),
    formerMeeting: channels.meeting(webinar.id, host.channelEpoch + 1),
    hostsDevice: channels.device(host.participantId, host.generation),
    invitedsOldDevice: channels.device(first.participantId, first.generation),
    invitedsDevice: channels.device(phone.participantId, phone.generation),
    guestsDevice: channels.device(guest.participantId, guest.generation),
    // Opens by the sign-in of the connection only, for nobody by a signature.
    hostsLists: channels.user(w.people.organiser.userId),
  };
  return { listeners, names, guest, inside };
}

test("[Z21] each channel opens for exactly those it belongs to, at this moment (T-27)", async () => {
  const { listeners, names } = await cast();
  const heard: Record<string, string[]> = {};
  for (const [who, listener] of Object.entries(listeners)) {
    heard[who] = [];
    for (const [what, name] of Object.entries(names)) {
      if (await mayListen(listener, name)) heard[who]?.push(what);
    }
  }
  expect(heard).toEqual({
    host: ["meeting", "hostsDevice"],
    hostOnThePage: ["meeting", "hostsDevice"],
    invited: ["meeting", "invitedsDevice"],
    guest: ["meeting", "guestsDevice"],
    guestOfNoPage: [],
    guestOutside: [],
    member: [],
    administrator: [],
    foreigner: [],
    anonymous: [],
  });
});

test("who leaves, is renamed away or falls silent is not let back on", async () => {
  const { listeners, names, guest, inside } = await cast();
  const guestListener = listeners.guest ?? null;
  await as(inside).do(leave, { publicId: webinar.publicId, generation: guest.generation });
  expect(await mayListen(guestListener, names.meeting)).toBe(false);
  expect(await mayListen(guestListener, names.guestsDevice)).toBe(false);

  await owner()`UPDATE conferences SET channel_epoch = channel_epoch + 1 WHERE id = ${webinar.id}`;
  expect(await mayListen(listeners.host ?? null, names.meeting)).toBe(false);
  expect(await mayListen(listeners.host ?? null, names.formerMeeting)).toBe(true);

  await owner()`UPDATE device_leases SET lease_expires_at = app_clock() WHERE conference_id = ${webinar.id}`;
  expect(await mayListen(listeners.host ?? null, names.hostsDevice)).toBe(false);
});

test("names outside our grammar belong to nobody", async () => {
  const { listeners, names } = await cast();
  const wrong = [
    "",
    "private-",
    "presence-m-1-1",
    names.meeting.toUpperCase(),
    ` ${names.meeting}`,
    `${names.meeting}\n`,
    `${names.meeting}-1`,
    names.meeting.replace("private-m", "private-x"),
    `${names.meeting},${names.hostsDevice}`,
    `private-m-${"a".repeat(300)}`,
    "private-m-00000000-0000-7000-8000-000000000001-99999999999",
    "private-p-' OR true --1",
  ];
  for (const name of wrong) expect(await mayListen(listeners.host ?? null, name)).toBe(false);
});
