import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { randomToken } from "@/lib/ids";
import { registerGuest } from "@/lib/registrations/commands";
import { aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { as, codeOf } from "../support/run";
import { anonymous, type World, world } from "../support/world";

// A thousand round trips each; a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 });

type Registrar = { say: (line: string) => void; hear: () => Promise<string>; end: () => void };

/** A process of its own; see tests/support/registrar.ts. */
function aRegistrar(): Registrar {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "tests/support/registrar.ts"],
    { env: { ...process.env, NODE_ENV: "test" }, stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    say: (line) => child.stdin.write(`${line}\n`),
    hear: async () => (await lines.next()).value ?? "",
    end: () => child.stdin.end(),
  };
}

let w: World;
let registrars: Registrar[];
beforeAll(async () => {
  w = await world();
  registrars = [aRegistrar(), aRegistrar()];
});
afterAll(() => {
  for (const registrar of registrars) registrar.end();
});

type Options = { email?: (i: number) => string; guardDown?: boolean };

/** 500 sign-ups at once, half of them from each process; how often each answer was given. */
async function race({ publicId }: Conference, options: Options = {}) {
  const { email = (i) => `guest-${i}@example.org`, guardDown = false } = options;
  const inputs = Array.from({ length: 500 }, (_, i) => ({
    publicId,
    locale: "en",
    browser: randomToken(),
    first_name: "Ada",
    last_name: "Lovelace",
    email: email(i),
  }));
  const halves = [inputs.slice(0, 250), inputs.slice(250)];
  registrars.forEach((r, i) => {
    r.say(JSON.stringify({ inputs: halves[i], guardDown }));
  });
  for (const r of registrars) expect(await r.hear()).toBe("ready");
  for (const r of registrars) r.say("go");
  const answers = await Promise.all(registrars.map(async (r) => JSON.parse(await r.hear()) as string[]));
  const count: Record<string, number> = {};
  for (const code of answers.flat()) count[code] = (count[code] ?? 0) + 1;
  return count;
}

/** A webinar with this many seats left for guests. */
async function withSeats(seats: number) {
  const conference = await aWebinar(w);
  await owner()`UPDATE seat_pools SET capacity = seats_invited + ${seats}, ceiling = seats_invited + ${seats}
    WHERE conference_id = ${conference.id}`;
  return conference;
}

async function stored(conference: Conference) {
  const [row] = await owner()<{ people: number; answers: number; counter: number; arrivals: number[] }[]>`
    SELECT (SELECT count(*)::int FROM participants p WHERE p.conference_id = s.conference_id AND p.origin = 'registered') AS people,
      (SELECT count(*)::int FROM registration_answers a WHERE a.conference_id = s.conference_id) AS answers,
      seats_registered AS counter,
      ARRAY(SELECT p.arrival_no::int FROM participants p WHERE p.conference_id = s.conference_id AND p.origin = 'registered' ORDER BY 1) AS arrivals
    FROM seat_pools s WHERE s.conference_id = ${conference.id}`;
  if (!row) throw new Error("no seats");
  return row;
}

const waitingMails = async () =>
  (
    await owner()<
      { count: number }[]
    >`SELECT count(*)::int AS count FROM outbox WHERE kind = 'mail.registration'`
  )[0]?.count;

test("[N12, N13] 500 people for 100 seats from two processes: exactly 100 get one, the rest hear that it is full", async () => {
  const conference = await withSeats(100);
  expect(await race(conference)).toEqual({ ok: 100, full: 400 });
  expect(await stored(conference)).toEqual({
    people: 100,
    answers: 100,
    counter: 100,
    arrivals: Array.from({ length: 100 }, (_, i) => i + 1),
  });
  expect(await waitingMails()).toBe(100);
  expect(await brokenInvariants()).toEqual({});
});

test("500 sign-ups of 50 people: one seat and one mail each, and nobody hears of a fault", async () => {
  await owner()`DELETE FROM outbox`;
  const conference = await withSeats(100);
  expect(await race(conference, { email: (i) => `twice-${i % 50}@example.org` })).toEqual({ ok: 500 });
  expect(await stored(conference)).toMatchObject({ people: 50, answers: 50, counter: 50 });
  expect(await waitingMails()).toBe(50);
  expect(await brokenInvariants()).toEqual({});
});

test("[N12] the negative control: with the guard down the same race oversells", async () => {
  const conference = await withSeats(100);
  const answers = await race(conference, { guardDown: true });
  expect(answers.ok).toBeGreaterThan(100);
  expect((await stored(conference)).people).toBeGreaterThan(100);
});

test("whoever waits for a seat row in vain hears that the service is busy, not that something broke", async () => {
  const { id, publicId } = await aWebinar(w);
  const email = "patient@example.org";
  const input = { publicId, locale: "en", browser: randomToken(), first_name: "A", last_name: "B", email };
  let held: Promise<unknown> | undefined;
  const release = await new Promise<() => void>((isHeld) => {
    held = owner().begin(async (tx) => {
      await tx`SELECT 1 FROM seat_pools WHERE conference_id = ${id} FOR UPDATE`;
      await new Promise<void>((end) => isHeld(end));
    });
  });
  expect(codeOf(await as(anonymous()).run(registerGuest, input))).toBe("unavailable");
  release();
  await held;
  expect(codeOf(await as(anonymous()).run(registerGuest, input))).toBe("ok");
});
