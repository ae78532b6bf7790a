import Papa from "papaparse";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { streamEntries } from "@/lib/analytics/entries/queries";
import { withActorStream } from "@/lib/server/stream";
import { isoWithOffset } from "@/lib/time/local";
import { aSessionOf, walkIns } from "../support/attendance";
import { aRegistration, aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { type World, world } from "../support/world";

const caller = vi.hoisted(() => ({ actor: null as unknown, locale: "en" as "en" | "fr" }));

// The two things that only a request of Next can tell: who asks, and in which language.
vi.mock("@/lib/server/actor", async (original) => ({
  ...(await original<object>()),
  requireActor: async () => {
    if (!caller.actor) throw new Error("signed out");
    return caller.actor;
  },
}));
vi.mock("next-intl/server", async () => {
  const { createTranslator } = await import("next-intl");
  const load = async () => (await import(`@/messages/${caller.locale}.json`)).default;
  return {
    getLocale: async () => caller.locale,
    getTranslations: async (namespace: never) =>
      createTranslator({ locale: caller.locale, messages: await load(), namespace }),
  };
});

const entries = await import("@/app/api/exports/entries/route");
const history = await import("@/app/api/exports/history/route");

let w: World;
let webinar: Conference;
let guest: string;

beforeAll(async () => {
  w = await world();
  webinar = await aWebinar(w);
  guest = (await aRegistration(webinar, "guest@orange.example")).participantId;
});

beforeEach(async () => {
  caller.actor = w.actors.organiser;
  caller.locale = "en";
  await owner()`TRUNCATE rate_limits`;
});

type Query = Record<string, string>;
const request = (query: Query, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:3000/api/exports/x?${new URLSearchParams(query)}`, { headers });
const saveEntries = (query: Query = { conference: webinar.id }, headers = {}) =>
  entries.GET(request(query, headers));
const saveHistory = (query: Query = {}) => history.GET(request({ conference: webinar.id, ...query }));

async function parse(response: Response, delimiter = ",") {
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = new TextDecoder().decode(bytes);
  const parsed = Papa.parse<string[]>(text, { delimiter, newline: "\r\n", skipEmptyLines: true });
  expect(parsed.errors).toEqual([]);
  const [header = [], ...lines] = parsed.data;
  return lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
}

describe("[T23, T24] participants", () => {
  test("the file holds everybody, whatever the page filters, and says so in its name", async () => {
    const response = await saveEntries({
      conference: webinar.id,
      auth: "users",
      joined: "yes",
      q: "x",
      from: "2030-01-01T00:00",
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toMatch(
      /^attachment; filename="vendre-le-surplus-de-sa-toiture-participants-all-\d{4}-\d\d-\d\d\.csv"/,
    );
    expect(response.headers.get("cache-control")).toBe("private, no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const lines = await parse(response);
    expect(lines.map((line) => line["Came as"]).sort()).toEqual([
      "Invited",
      "Invited",
      "Owner",
      "Registered",
    ]);
  });

  test("instants carry their offset, and the zone stands beside them", async () => {
    const [row] = await owner()<{ at: Date }[]>`SELECT added_at AS at FROM participants WHERE id = ${guest}`;
    const line = (await parse(await saveEntries())).find((l) => l["E-mail"] === "guest@orange.example");
    expect(line?.Added).toBe(isoWithOffset(row?.at ?? new Date(0), "Europe/Paris"));
    expect(line?.["Time zone"]).toBe("Europe/Paris");
    expect(line?.["First in"]).toBe("");
  });

  test("answers of the registration are columns", async () => {
    const line = (await parse(await saveEntries())).find((l) => l["E-mail"] === "guest@orange.example");
    expect(line).toMatchObject({ "First name": "Jeanne", "Sign-in": "Guest" });
  });

  test("French spreadsheets get semicolons and French words", async () => {
    caller.locale = "fr";
    const lines = await parse(await saveEntries(), ";");
    expect(lines.map((line) => line["Venu par"])).toContain("Sur inscription");
  });

  test("names that a spreadsheet would run come back as words", async () => {
    const conference = await aWebinar(w, { people: [] });
    const nasty = ["=1+1", "+33 1 23", "@SUM(A1)", "-2", '"quoted", with comma', "\t=cmd|' /C calc'!A0"];
    await walkIns(
      conference,
      nasty.map((name) => ({ name })),
    );
    const names = (await parse(await saveEntries({ conference: conference.id }))).map((line) => line.Name);
    for (const name of names) expect(name).not.toMatch(/^[=+@\-\t]/);
    expect(names).toContain("'=1+1");
    expect(names).toContain('"quoted", with comma');
  });

  test("it equals the table at one moment, also when rows arrive meanwhile", async () => {
    const conference = await aWebinar(w, { people: [] });
    const people = Array.from({ length: 3000 }, (_, i) => ({ name: `Visiteur ${i}` }));
    await walkIns(conference, people);
    const response = await saveEntries({ conference: conference.id });
    await walkIns(conference, people.slice(0, 50));
    const lines = await parse(response);
    expect(lines).toHaveLength(3001);
    expect(new Set(lines.map((line) => line.Name)).size).toBe(3001);
  });

  test("who saved what is remembered", async () => {
    const [row] = await owner()<{ actor_id: string; target_id: string; diff: unknown }[]>`
      SELECT actor_id, target_id, diff FROM audit_events WHERE action = 'analytics.export' ORDER BY occurred_at DESC, id DESC LIMIT 1`;
    expect(row?.actor_id).toBe(w.people.organiser.userId);
    expect(row?.diff).toEqual({ what: "entries", from: null, to: null });
  });
});

describe("[T30, T31] connection history", () => {
  beforeAll(async () => {
    const session = await aSessionOf(webinar);
    await session.join(guest);
    await session.leave(guest);
    await owner()`INSERT INTO connection_events (tenant_id, occurred_at, id, conference_id, session_id, participant_id, kind, generation, display_name, is_user)
      VALUES (${webinar.tenantId}, '2026-03-29T00:59:59.5Z', gen_random_uuid(), ${webinar.id}, ${session.id}, ${guest}, 'joined', 1, 'Jeanne', false),
        (${webinar.tenantId}, '2026-03-29T01:00:00Z', gen_random_uuid(), ${webinar.id}, ${session.id}, ${guest}, 'lapsed', 1, 'Jeanne', false)`;
  });

  test("without a period the file holds the whole history", async () => {
    const response = await saveHistory();
    expect(response.headers.get("content-disposition")).toMatch(/-history-all-/);
    const lines = await parse(response);
    expect(lines.map((line) => line.Event)).toEqual(["Joined", "Connection lost", "Joined", "Left"]);
    expect(lines[0]).toMatchObject({ Time: "2026-03-29T01:59:59+01:00", "E-mail": "guest@orange.example" });
    expect(lines[1]).toMatchObject({ Time: "2026-03-29T03:00:00+02:00", "Time zone": "Europe/Paris" });
  });

  test("the period, in the person's own wall time, limits the file and is in its name", async () => {
    const response = await saveHistory({ from: "2026-03-29T01:00", to: "2026-03-29T03:00" });
    expect(response.headers.get("content-disposition")).toMatch(/-history-from-2026-03-29-to-2026-03-29-/);
    expect((await parse(response)).map((line) => line.Event)).toEqual(["Joined"]);
  });

  test("a period that ends before it begins is refused", async () => {
    expect((await saveHistory({ from: "2026-03-29T03:00", to: "2026-03-29T01:00" })).status).toBe(422);
  });
});

describe("who may not", () => {
  test("gets a status, and no line of the list", async () => {
    const status = async (actor: unknown, conference = webinar.id) => {
      caller.actor = actor;
      const answers = [await saveEntries({ conference }), await history.GET(request({ conference }))];
      for (const answer of answers) expect(await answer.text()).not.toContain("orange.example");
      return answers.map((answer) => answer.status);
    };
    expect(await status(null)).toEqual([401, 401]);
    expect(await status(w.actors.moderator)).toEqual([403, 403]);
    expect(await status(w.actors.foreigner)).toEqual([404, 404]);
    expect(await status(w.actors.organiser, crypto.randomUUID())).toEqual([404, 404]);
    expect(await status(w.actors.organiser, "x")).toEqual([404, 404]);
  });

  test("after thirty files in an hour waits, and reads it on the page", async () => {
    for (let i = 0; i < 30; i++) await (await saveEntries()).body?.cancel();
    expect((await saveEntries()).status).toBe(429);
    const followed = await saveEntries({ conference: webinar.id }, { "sec-fetch-mode": "navigate" });
    expect(followed.status).toBe(303);
    expect(followed.headers.get("location")).toMatch(
      new RegExp(`^/meetings/${webinar.id}/analytics\\?refused=too_many_requests&seconds=\\d+$`),
    );
  });
});

describe("a file in the making", () => {
  const openTransactions = async () => {
    const [row] = await owner()<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_stat_activity
      WHERE datname = current_database() AND usename = 'foyer_app' AND xact_start IS NOT NULL`;
    return row?.n;
  };

  test("gives its connection back when the reader goes away, at any moment", async () => {
    const conference = await aWebinar(w, { people: [] });
    await walkIns(
      conference,
      Array.from({ length: 2500 }, (_, i) => ({ name: `Visiteur ${i}` })),
    );
    const before = await openTransactions();
    for (const readFirst of [false, true]) {
      const response = await saveEntries({ conference: conference.id });
      const reader = response.body?.getReader();
      if (readFirst) await reader?.read();
      expect(await openTransactions()).toBe((before ?? 0) + 1);
      await reader?.cancel();
      expect(await openTransactions()).toBe(before);
    }
  });

  test("gives it back when reading fails", async () => {
    const before = await openTransactions();
    const broken = await withActorStream(w.actors.organiser, async function* () {
      yield 1;
      throw new Error("no more");
    });
    await broken.next();
    await expect(broken.next()).rejects.toThrow("no more");
    expect(await openTransactions()).toBe(before);
  });

  test("one person makes two at a time, and the third is told to wait", async () => {
    const [one, two] = [await saveEntries(), await saveEntries()];
    expect([one.status, two.status]).toEqual([200, 200]);
    expect((await saveEntries()).status).toBe(429);
    await one.body?.cancel();
    const three = await saveEntries();
    expect(three.status).toBe(200);
    await two.body?.cancel();
    await three.body?.cancel();
  });

  test("reads row by row, not all at once", async () => {
    const rows = await withActorStream(w.actors.organiser, (scope) => streamEntries(scope, webinar.id));
    expect((await rows.next()).done).toBe(false);
    await rows.return?.();
    expect(await rows.next()).toMatchObject({ done: true });
  });
});
