import type { ChildProcess } from "node:child_process";
import { randomToken } from "@/lib/ids";
import { aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { world } from "../support/world";
import { expect, test } from "./support/browser";
import { freePort, startApp, stop, until } from "./support/server";

const SEATS = 100;
const PEOPLE = 500;

const site = () => process.env.BASE_URL ?? "";
let second: ChildProcess;
let secondUrl: string;

test.beforeAll(async () => {
  const port = await freePort();
  secondUrl = `http://localhost:${port}`;
  // The same site on another machine: only the port differs.
  second = startApp(port);
  await until(async () => (await fetch(`${secondUrl}/api/health`)).status === 200, "the second process");
});

test.afterAll(async () => {
  await stop(second);
  await owner()`UPDATE server_settings SET settings = settings - 'mediaLimits'`;
});

/** The hidden fields with which a browser without scripts sends the form. */
async function hiddenFields(path: string): Promise<[string, string][]> {
  const html = await (await fetch(site() + path)).text();
  const form = /<form[\s\S]*?<\/form>/.exec(html.slice(html.indexOf("<main")))?.[0] ?? "";
  const text = (encoded: string | undefined) =>
    (encoded ?? "").replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
  return [...form.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => [
    text(/ name="([^"]*)"/.exec(input)?.[1]),
    text(/ value="([^"]*)"/.exec(input)?.[1]),
  ]);
}

async function send(url: string, fields: [string, string][], n: number) {
  const body = new FormData();
  for (const [name, value] of fields) body.set(name, name === "browser" ? randomToken() : value);
  body.set("first_name", "Jeanne");
  body.set("last_name", `Martin ${n}`);
  body.set("email", `race-${n}@example.org`);
  const answer = await fetch(url, {
    method: "POST",
    body,
    redirect: "manual",
    headers: {
      origin: site(),
      "x-forwarded-host": new URL(site()).host,
      "x-forwarded-for": `172.${16 + (n % 16)}.${n >> 4}.1`,
    },
  });
  await answer.arrayBuffer();
  return { status: answer.status, to: answer.headers.get("location") ?? "" };
}

async function seatsOf({ id }: Conference) {
  const [row] = await owner()<{ rows: number; counted: number; capacity: number; invited: number }[]>`
    SELECT s.seats_registered AS counted, s.seats_invited AS invited, s.capacity,
      (SELECT count(*)::int FROM participants p WHERE p.conference_id = s.conference_id AND p.origin = 'registered'
        AND p.state = 'active') AS rows
    FROM seat_pools s WHERE s.conference_id = ${id}`;
  return row;
}

test("[N12] 500 people register at once for 100 seats with two processes, and exactly 100 get one", async () => {
  test.setTimeout(300_000);
  await owner()`INSERT INTO server_settings (settings) VALUES ('{"mediaLimits": {"all_on_screen": 1000}}')
    ON CONFLICT (id) DO UPDATE SET settings = server_settings.settings || excluded.settings`;
  const w = await world();
  // One seat is the organiser's.
  const conference = await aWebinar(w, { people: [], input: { seatLimit: SEATS + 1 } });
  const path = `/c/${conference.publicId}/register`;
  const fields = await hiddenFields(path);
  expect(fields.map(([name]) => name)).toEqual(expect.arrayContaining(["publicId", "browser", "locale"]));

  const answers = await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) => send((n % 2 ? secondUrl : site()) + path, fields, n)),
  );
  expect(answers.filter(({ status }) => status >= 400)).toEqual([]);
  expect(answers.filter(({ to }) => to.endsWith("/registered"))).toHaveLength(SEATS);
  expect(await seatsOf(conference)).toEqual({ rows: SEATS, counted: SEATS, invited: 1, capacity: SEATS + 1 });
  expect(await brokenInvariants()).toEqual({});
});
