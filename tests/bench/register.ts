/**
 * A rush on a webinar: 10,000 sign-ups by 64 at a time for one seat in twenty, one in twenty with an address that came
 * before. Requests per second against a route handler with nothing but the seat statement, and against an empty one.
 * Foyer gets its form as a browser without scripts posts it. Run: npm run bench -- register [--size 10k] [--rounds 7]
 */
import { randomBytes } from "node:crypto";
import { formatConferenceId, randomToken } from "@/lib/ids";
import { aWebinar, type Conference } from "../support/conferences.ts";
import { owner } from "../support/database.ts";
import { brokenInvariants } from "../support/invariants.ts";
import { buildAnchor } from "./support/anchor.ts";
import { type Ask, ask, client, drive } from "./support/load.ts";
import { readArguments } from "./support/options.ts";
import { median, print } from "./support/ratio.ts";
import { done } from "./support/run.ts";
import { setStage, startBoth } from "./support/stage.ts";

const CONCURRENCY = 64;
const { size, rounds } = readArguments({ size: 10_000, rounds: 7 });
const SEATS = Math.ceil(size / 20);

await buildAnchor();
const stage = await setStage("bench_register");
const { foyer, bare } = await startBoth(stage);

/** One in twenty comes with the address of somebody shortly before. */
const emailOf = (n: number) => `guest-${n % 20 === 19 ? n - 7 : n}@example.org`;

/** As many addresses of clients as a real rush has, so that the limits by address stay out of it. */
const clientOf = (n: number) => `10.${(n >> 14) & 255}.${(n >> 7) & 127}.${n & 127}`;

async function aFullHouse(): Promise<Conference> {
  return aWebinar(stage.w, {
    people: [],
    input: { seatLimit: SEATS + 1, sendInvitations: false },
  });
}

const decoded = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");

/** The fields with which a browser without scripts sends the form. */
async function hiddenFields(url: string): Promise<[name: string, value: string][]> {
  const { status, text } = await ask(client(1), { url, wantsText: true });
  if (status !== 200) throw new Error(`The form answered ${status}`);
  const form = /<form[\s\S]*?<\/form>/.exec(text.slice(text.indexOf("<main")))?.[0] ?? "";
  return [...form.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => [
    decoded(/ name="([^"]*)"/.exec(input)?.[1] ?? ""),
    decoded(/ value="([^"]*)"/.exec(input)?.[1] ?? ""),
  ]);
}

const BOUNDARY = "----foyer-bench";

function multipart(fields: [string, string][]): string {
  const parts = fields.map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join("")}--${BOUNDARY}--\r\n`;
}

async function foyerRush(): Promise<number> {
  const conference = await aFullHouse();
  const url = `${foyer.url}/c/${formatConferenceId(conference.publicId)}/register`;
  const hidden = (await hiddenFields(url)).filter(([name]) => name !== "browser");
  const next = (n: number): Ask => ({
    url,
    method: "POST",
    headers: {
      origin: foyer.url,
      "content-type": `multipart/form-data; boundary=${BOUNDARY}`,
      "x-forwarded-for": clientOf(n),
    },
    body: multipart([
      ...hidden,
      ["browser", randomToken()],
      ["first_name", "Jeanne"],
      ["last_name", `Martin ${n}`],
      ["email", emailOf(n)],
    ]),
  });
  const rate = await perSecond(next);
  await expectFull(conference);
  return rate;
}

/** Exactly the seats there were, in the order of arrival, nobody twice; and every invariant holds. */
async function expectFull({ id }: Conference): Promise<void> {
  const [seats] = await owner()<{ taken: number; people: number; mails: number; last: number }[]>`
    SELECT max(s.seats_registered)::int AS taken, count(*)::int AS people, count(DISTINCT p.email_key)::int AS mails,
      max(p.arrival_no)::int AS last
    FROM participants p JOIN seat_pools s ON s.id = p.seat_pool_id
    WHERE p.conference_id = ${id} AND p.origin = 'registered' AND p.state = 'active'`;
  const { taken, people, mails, last } = seats ?? {};
  if ([taken, people, mails, last].some((n) => n !== SEATS)) {
    throw new Error(`Not exactly ${SEATS} seats: ${JSON.stringify(seats)}`);
  }
  const broken = await brokenInvariants();
  if (Object.keys(broken).length > 0) throw new Error(`Broken: ${Object.keys(broken).join(", ")}`);
}

async function seatRush(): Promise<number> {
  const conference = await aFullHouse();
  const [pool] = await owner()<
    { id: string }[]
  >`SELECT id FROM seat_pools WHERE conference_id = ${conference.id}`;
  const headers = { "content-type": "application/json" };
  return perSecond((n) => ({
    url: `${bare.url}/seat`,
    method: "POST",
    headers,
    body: JSON.stringify({
      pool: pool?.id,
      conference: conference.id,
      email: emailOf(n),
      name: `Jeanne Martin ${n}`,
      hash: randomBytes(32).toString("hex"),
    }),
  }));
}

const emptyRush = () => perSecond(() => ({ url: `${bare.url}/empty`, method: "POST", body: "{}" }));

async function perSecond(next: (n: number) => Ask): Promise<number> {
  const agent = client(CONCURRENCY);
  const started = performance.now();
  const answers = await drive(agent, { total: size, concurrency: CONCURRENCY, next });
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  const failed = answers.filter(({ status }) => status >= 400);
  if (failed.length > 0) throw new Error(`${failed.length} answers failed, one with ${failed[0]?.status}`);
  return size / seconds;
}

const results: { own: number; seat: number; empty: number }[] = [];
// One round unmeasured: the compiler is still at work on the code of all.
for (let round = -1; round < rounds; round += 1) {
  const own = await foyerRush();
  const seat = await seatRush();
  const empty = await emptyRush();
  if (round >= 0) results.push({ own, seat, empty });
}
const rate = (side: "own" | "seat" | "empty") => Math.round(median(results.map((r) => r[side])));
const data = `${size} sign-ups, ${SEATS} seats, ${CONCURRENCY} at a time, ${rounds} rounds; ${rate("own")} ÷`;
print(
  "register-seat",
  results.map(({ own, seat }) => own / seat),
  { atLeast: 0.75 },
  `requests per second ÷ the seat statement alone; ${data} ${rate("seat")} per second`,
);
print(
  "register-empty",
  results.map(({ own, empty }) => own / empty),
  { atLeast: 0.45 },
  `requests per second ÷ an empty handler; ${data} ${rate("empty")} per second`,
);
await done(foyer, bare, stage.cluster);
