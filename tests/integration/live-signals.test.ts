import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { leave } from "@/lib/live/commands";
import { poll } from "@/lib/live/presence/commands";
import type { JoinResult } from "@/lib/live/schema";
import { signal } from "@/lib/live/signals/commands";
import { channels } from "@/lib/realtime/channels";
import type { Actor } from "@/lib/server/actor";
import { aRoom, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { enters } from "../support/live";
import { as, codeOf, published } from "../support/run";
import { type World, world } from "../support/world";

let w: World;
let room: Conference;
let alice: JoinResult;
let bob: JoinResult;
beforeEach(async () => {
  w = await world();
  room = await aRoom(w);
  alice = await enters(w.actors.organiser, room);
  bob = await enters(w.actors.invited, room);
});

const page = randomUUID();
const offer = (sdp = "v=0\r\n") => ({ from: page, to: null, description: { type: "offer", sdp } });

const send = (actor: Actor, generation: number, to: JoinResult, body: unknown = offer(), more = {}) =>
  as(actor).run(signal, {
    publicId: room.publicId,
    generation,
    to: to.participantId,
    toGeneration: to.generation,
    body,
    ...more,
  });

const inbox = async (actor: Actor, generation: number, after = 0) =>
  (await as(actor).do(poll, { publicId: room.publicId, generation, signal: after })).signals;

describe("signalling (T-23, T-24)", () => {
  test("the server says who speaks, the receiver's channel and the poll say the same", async () => {
    expect(await send(w.actors.organiser, alice.generation, bob)).toEqual({
      ok: true,
      data: { delivered: true },
    });
    const [received] = await inbox(w.actors.invited, bob.generation);
    expect(received).toMatchObject({
      from: alice.participantId,
      fromGeneration: alice.generation,
      body: offer(),
    });
    const event = (await published()).filter((e) => e.event === "signal").at(-1);
    expect(event).toEqual({
      channel: channels.device(bob.participantId, bob.generation),
      event: "signal",
      payload: { ...received, after: 0 },
    });
  });

  test("nobody can write a sender, a stranger reaches nobody, and nothing leaves the session", async () => {
    const forged = await send(w.actors.organiser, alice.generation, bob, offer(), {
      from: bob.participantId,
    });
    expect(codeOf(forged)).toBe("invalid");
    expect(codeOf(await send(w.actors.member, 2, bob))).toBe("not_found");
    expect(codeOf(await send(w.actors.foreigner, 2, bob))).toBe("not_found");
    const other = await aRoom(w);
    const moderator = await enters(w.actors.moderator, other);
    expect(codeOf(await send(w.actors.organiser, alice.generation, moderator))).toBe("not_found");
    expect(codeOf(await send(w.actors.moderator, moderator.generation, bob))).toBe("not_found");
    expect(codeOf(await send(w.actors.organiser, alice.generation, alice))).toBe("not_found");
    expect(await inbox(w.actors.invited, bob.generation)).toEqual([]);
  });

  test("[Z21, Z22] an evicted device neither speaks nor hears, and nothing is kept for it", async () => {
    const newer = await enters(w.actors.invited, room);
    expect(codeOf(await send(w.actors.invited, bob.generation, alice))).toBe("not_in_room");
    expect(await send(w.actors.organiser, alice.generation, bob)).toMatchObject({
      data: { delivered: false },
    });
    await send(w.actors.organiser, alice.generation, newer);
    const old = await as(w.actors.invited).do(poll, { publicId: room.publicId, generation: bob.generation });
    expect(old).toMatchObject({ state: "replaced", signals: [], roster: null, iceServers: [] });
    expect(await inbox(w.actors.invited, newer.generation)).toHaveLength(1);
    expect(newer.signalSeq).toBe(0);
  });

  test("who has left is neither heard nor reached", async () => {
    await as(w.actors.invited).do(leave, { publicId: room.publicId, generation: bob.generation });
    expect(codeOf(await send(w.actors.invited, bob.generation, alice))).toBe("not_in_room");
    expect(codeOf(await send(w.actors.organiser, alice.generation, bob))).toBe("not_found");
  });

  test("with many senders at once no reader skips a signal: each names the one before it", async () => {
    const carol = await enters(w.actors.moderator, room);
    const senders: [Actor, number][] = [
      [w.actors.organiser, alice.generation],
      [w.actors.moderator, carol.generation],
    ];
    let known = 0;
    let seen = 0;
    const read = async () => {
      for (const s of await inbox(w.actors.invited, bob.generation, known)) {
        expect(s.seq).toBeGreaterThan(known);
        known = s.seq;
        seen++;
      }
    };
    const writing = Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const [actor, generation] = senders[i % 2] ?? [w.actors.organiser, alice.generation];
        return send(actor, generation, bob);
      }),
    );
    let done = false;
    const reading = (async () => {
      while (!done) await read();
    })();
    await writing;
    done = true;
    await reading;
    await read();
    expect(seen).toBe(40);
    const chain = (await published())
      .filter((e) => e.event === "signal" && e.channel === channels.device(bob.participantId, bob.generation))
      .map((e) => e.payload as { seq: number; after: number })
      .sort((a, b) => a.seq - b.seq);
    expect(chain.slice(1).map((e) => e.after)).toEqual(chain.slice(0, -1).map((e) => e.seq));
  });

  test("a large description travels by pointer, a too large or malformed one not at all (T-26)", async () => {
    const large = offer(`v=0\r\n${"a=candidate:x\r\n".repeat(1500)}`);
    expect(codeOf(await send(w.actors.organiser, alice.generation, bob, large))).toBe("ok");
    const event = (await published()).filter((e) => e.event === "signal").at(-1);
    expect(event?.payload).not.toHaveProperty("body");
    expect((await inbox(w.actors.invited, bob.generation))[0]?.body).toEqual(large);

    const refused: unknown[] = [
      offer("x".repeat(70_000)),
      offer("v=0\u0000"),
      offer("\ud800"),
      { ...offer(), extra: 1 },
      { from: page, to: null, description: { type: "rollback", sdp: "" } },
      { from: page, to: null, candidates: Array(65).fill({ candidate: "" }) },
      { from: page, to: null, candidates: [{ candidate: "x".repeat(3000) }] },
      { from: "me", to: null },
      [],
      null,
      "offer",
    ];
    for (const body of refused) {
      expect(codeOf(await send(w.actors.organiser, alice.generation, bob, body))).toBe("invalid");
    }
  });

  test("the next page of a reload starts after what was meant for the one before", async () => {
    const [lease] = await owner()<{ client_id: string }[]>`
      SELECT client_id FROM device_leases WHERE participant_id = ${bob.participantId}`;
    await send(w.actors.organiser, alice.generation, bob);
    const again = await enters(w.actors.invited, room, lease?.client_id);
    expect(again.generation).toBe(bob.generation);
    expect(await inbox(w.actors.invited, again.generation, again.signalSeq)).toEqual([]);
  });
});
