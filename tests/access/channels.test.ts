import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { POST } from "@/app/api/realtime/auth/route";
import { POST as signIn } from "@/app/api/realtime/sign-in/route";
import { env } from "@/lib/env";
import { type Listener, listenerOf, mayListen } from "@/lib/realtime/authorize";
import { channels } from "@/lib/realtime/channels";
import { cookiesOf } from "./cookies";
import { type FurnishedWorld, furnishedWorld } from "./furnished";
import { actorOf, type Persona, personas } from "./personas";
import { allChannels, complete, unmatched } from "./registry";
import { type ChannelRow, channelRows, misspelt } from "./rows/channels";

// The route asks Next for the request's headers and cookies; everything behind it is real.
const now = vi.hoisted(() => ({ headers: new Headers(), cookies: {} as Record<string, string> }));
vi.mock("next/headers", () => ({
  headers: async () => now.headers,
  cookies: async () => ({
    get: (name: string) => (name in now.cookies ? { name, value: now.cookies[name] } : undefined),
  }),
}));

// A service that signs but is never reached: signing needs no connection.
Object.assign(process.env, {
  PUSHER_APP_ID: "foyer",
  PUSHER_KEY: "a-key",
  PUSHER_SECRET: "a-secret-of-the-tests",
  PUSHER_HOST: "localhost",
  PUSHER_PORT: "9",
  PUSHER_TLS: "0",
});

let w: FurnishedWorld;
beforeAll(async () => {
  w = await furnishedWorld();
});

const rows = Object.entries(channelRows);
const listed = (row: ChannelRow): readonly Persona[] =>
  typeof row.listeners === "string" ? [] : row.listeners;
const signed = rows.filter(([, row]) => listed(row).length > 0);

test("every kind of channel has a row, and every row a kind", () => {
  expect(unmatched(allChannels(), channelRows)).toEqual(complete);
});

const listenerFor = async (persona: Persona): Promise<Listener> => {
  const actor = await actorOf(w, persona);
  if (actor.kind === "system") throw new Error("nobody listens as the system");
  return listenerOf(actor, { tenantId: w.tenant.id, conferenceId: w.webinar.id, visibility: "public" });
};

const listenersOf = async (name: string): Promise<Persona[]> => {
  const may = await Promise.all(personas.map(async (p) => mayListen(await listenerFor(p), name)));
  return personas.filter((_persona, i) => may[i]);
};

describe.each(rows)("%s", (_kind, row) => {
  test("opens for those it belongs to, and for nobody else (T-27)", async () => {
    const expected = personas.filter((p) => listed(row).includes(p));
    expect(await listenersOf(row.name(w))).toEqual(expected);
  });

  test("nobody hears those of others, former ones and made-up ones", async () => {
    for (const name of row.others(w)) expect(await listenersOf(name), name).toEqual([]);
  });

  test("another spelling of its name belongs to nobody", async () => {
    for (const name of misspelt(row.name(w))) expect(await listenersOf(name), name).toEqual([]);
  });
});

const socketId = "123.456";

type Asked = {
  headers?: Record<string, string>;
  body?: Record<string, string> | string;
  of?: (request: Request) => Promise<Response>;
};

/** Asks an endpoint as a persona's browser does, with some parts changed. */
async function ask(persona: Persona, name: string, { headers, body, of = POST }: Asked = {}) {
  now.cookies = await cookiesOf(w, persona);
  now.headers = new Headers(headers ?? { "sec-fetch-site": "same-origin" });
  const form = { socket_id: socketId, channel_name: name, conference: w.webinar.publicId };
  const text = typeof body === "string" ? body : String(new URLSearchParams({ ...form, ...body }));
  const request = new Request(`${env().baseUrl}/api/realtime/auth`, { method: "POST", body: text });
  const response = await of(request);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const foreign = (): Record<string, string>[] => [
  {},
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
  { origin: "https://elsewhere.example" },
  { origin: "null" },
  { origin: `${env().baseUrl}.elsewhere.example` },
  { "sec-fetch-site": "cross-site", origin: env().baseUrl },
];

describe("the endpoint that signs", () => {
  test.each(signed)(
    "signs %s for its listeners and answers everybody else with 403 and no word",
    async (_kind, row) => {
      const name = row.name(w);
      const hmac = createHmac("sha256", "a-secret-of-the-tests").update(`${socketId}:${name}`).digest("hex");
      for (const persona of personas) {
        const answer = await ask(persona, name);
        const may = listed(row).includes(persona);
        expect([persona, answer.status, answer.text]).toEqual(
          may ? [persona, 200, JSON.stringify({ auth: `a-key:${hmac}` })] : [persona, 403, ""],
        );
        expect(answer.headers.get("cache-control")).toBe("private, no-store");
      }
    },
  );

  test("never signs the public channel, nor that of a user", async () => {
    for (const persona of personas) {
      expect((await ask(persona, channels.seats(w.webinar.id))).status).toBe(403);
      expect((await ask(persona, channels.user(w.people.organiser.userId))).status).toBe(403);
    }
  });

  test("signs nothing that is not a channel's name and a socket", async () => {
    const name = channels.meeting(w.webinar.id, w.channelEpoch);
    expect((await ask("organiser", name)).status).toBe(200);
    const odd: (Record<string, string> | string)[] = [
      { socket_id: "" },
      { socket_id: "1.2:private-m-1" },
      { socket_id: "1.2\n" },
      { socket_id: `${"1".repeat(30)}.2` },
      { channel_name: `${name}:1.2` },
      "",
      "{}",
    ];
    for (const body of odd) expect((await ask("organiser", name, { body })).status).toBe(403);
    const long = `${new URLSearchParams({ socket_id: socketId, channel_name: name })}&pad=${"x".repeat(2000)}`;
    expect((await ask("organiser", name, { body: long })).status).toBe(413);
  });

  test("signs for our own pages only (M-05, T-27)", async () => {
    const name = channels.meeting(w.webinar.id, w.channelEpoch);
    for (const headers of foreign()) expect((await ask("organiser", name, { headers })).status).toBe(403);
    expect((await ask("organiser", name, { headers: { origin: env().baseUrl } })).status).toBe(200);
  });

  test("believes the guest's cookie on the page of its own conference only", async () => {
    const name = channels.device(w.registration.participantId, w.guestGeneration);
    expect((await ask("guest", name)).status).toBe(200);
    for (const conference of [
      "",
      w.otherWebinar.publicId,
      w.foreign.publicId,
      w.meeting.publicId,
      "nonsense",
    ]) {
      expect((await ask("guest", name, { body: { conference } })).status).toBe(403);
    }
  });

  test("answers a listener about sixty times a minute and no more", async () => {
    const name = channels.user(w.people.unlicensed.userId);
    const statuses: number[] = [];
    for (let i = 0; i < 80; i++) statuses.push((await ask("unlicensed", name)).status);
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    // A little above the limit where the minute turns in between: the window slides.
    expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(66);
  });
});

describe("the endpoint that signs a connection in", () => {
  test("signs each user as that user and answers everybody else with 403 and no word (T-27)", async () => {
    for (const persona of personas) {
      const actor = await actorOf(w, persona);
      // Whom the request names is nobody's business.
      const body = { user_id: w.hostId, id: w.hostId, user_data: `{"id":"${w.hostId}"}` };
      const answer = await ask(persona, "", { body, of: signIn });
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      if (actor.kind !== "user") {
        expect([persona, answer.status, answer.text]).toEqual([persona, 403, ""]);
        continue;
      }
      const user_data = JSON.stringify({ id: actor.userId });
      const signature = createHmac("sha256", "a-secret-of-the-tests")
        .update(`${socketId}::user::${user_data}`)
        .digest("hex");
      expect([persona, answer.status, JSON.parse(answer.text)]).toEqual([
        persona,
        200,
        { auth: `a-key:${signature}`, user_data },
      ]);
    }
  });

  test("for our own pages only, and for nothing that is not a socket (M-05, T-27)", async () => {
    for (const headers of foreign()) {
      expect((await ask("organiser", "", { headers, of: signIn })).status).toBe(403);
    }
    for (const socket_id of ["", "1.2::user::{}", "1.2\n", `${"1".repeat(30)}.2`]) {
      expect((await ask("organiser", "", { body: { socket_id }, of: signIn })).status).toBe(403);
    }
    const pad = `socket_id=${socketId}&pad=${"x".repeat(2000)}`;
    expect((await ask("organiser", "", { body: pad, of: signIn })).status).toBe(413);
  });

  test("answers a user about sixty times a minute and no more", async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 80; i++) statuses.push((await ask("unlicensed", "", { of: signIn })).status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(66);
  });
});
