import { setTimeout as sleep } from "node:timers/promises";
import { formatConferenceId } from "@/lib/ids";
import { cookieHeader, guestCookie } from "../../access/cookies";
import { aRegistration, aWebinar, type Conference } from "../../support/conferences";
import { owner } from "../../support/database";
import { aTab } from "../../support/live";
import { type World, world } from "../../support/world";
import {
  aGuest,
  ask,
  type Guest,
  hiddenFields,
  inFlight,
  judgeRegistration,
  logged,
  post,
  register,
  sessionCookie,
} from "./client";
import { OperationLog } from "./outcomes";
import type { Stack } from "./stack";

/** What is done a second, and by how many. The defaults are the base load of the reliability list. */
export type Rates = {
  registrations: number;
  /** People in a live room: each reads the roster every two seconds and renews its lease every fifteen. */
  inRoom: number;
  /** Pages of a signed-in organiser and of visitors. */
  pages: number;
  /** Exports one after the other. */
  exports: number;
};

export const BASE: Rates = {
  registrations: Number(process.env.FAULTS_RATE) || 50,
  inRoom: 20,
  pages: 4,
  exports: 1,
};

export type Load = {
  log: OperationLog;
  world: World;
  /** The conference that everybody registers for. */
  webinar: Conference;
  /** The conference whose room is open. */
  live: Conference;
  /** Requests that wait for an answer at this moment. */
  inFlight(): number;
  /** Stops asking and waits until every unknown registration is known, a minute at most. */
  stop(): Promise<void>;
};

const SEATS = 20_000;
/**
 * A person presses again after this, then after twice as long and so on; the browser's secret makes it the same
 * registration. Without growing patience the presses themselves would keep an overrun server from recovering.
 */
const AGAIN_MS = 500;
const LONGEST_MS = 8000;
/** How long at the end what is unknown may go on asking. */
const SETTLE_MS = 60_000;

export async function raiseLimits(): Promise<void> {
  await owner()`INSERT INTO server_settings (settings) VALUES ('{"mediaLimits": {"all_on_screen": 100000}}')
    ON CONFLICT (id) DO UPDATE SET settings = server_settings.settings || excluded.settings`;
}

export async function startLoad(stack: Stack, changes: Partial<Rates> = {}): Promise<Load> {
  const rates = { ...BASE, ...changes };
  await raiseLimits();
  const w = await world();
  const webinar = await aWebinar(w, { people: [], input: { seatLimit: SEATS } });
  const live = await aWebinar(w, { input: { seatLimit: 200 } });
  const log = new OperationLog();
  const run = new Run(stack, log);
  const organiser = await sessionCookie(w.people.organiser);
  await openRoom(run, live, organiser, rates.inRoom);
  await keepRegistering(run, webinar, rates.registrations);
  const pages = ["/home", "/meetings", "/rooms", `/c/${formatConferenceId(webinar.publicId)}`, "/sign-in"];
  run.every(1000 / rates.pages, (n) => {
    const page = pages[n % pages.length] ?? "/";
    return run.page("page", page, page.startsWith("/c/") ? undefined : organiser);
  });
  for (let i = 0; i < rates.exports; i++) {
    run.loop(1000, (n) => run.page("export", `/api/exports/entries?conference=${webinar.id}`, organiser, n));
  }
  return { log, world: w, webinar, live, inFlight, stop: () => run.stop() };
}

/** What goes on at once, on both processes in turn, and how it is brought to an end. */
class Run {
  private isOver = false;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly pending = new Set<Promise<unknown>>();
  private turn = 0;

  constructor(
    private readonly stack: Stack,
    readonly log: OperationLog,
  ) {}

  get url(): string {
    return this.stack.apps[this.turn++ % this.stack.apps.length]?.url ?? "";
  }

  track(work: Promise<unknown>): void {
    const known: Promise<unknown> = work.catch(() => {}).finally(() => this.pending.delete(known));
    this.pending.add(known);
  }

  /** Starts one every so many milliseconds, whether or not those before have ended: people do not wait for each other. */
  every(ms: number, work: (n: number) => Promise<unknown>): void {
    if (!Number.isFinite(ms)) return;
    let n = 0;
    const start = performance.now();
    const catchUp = () => {
      while (start + n * ms <= performance.now() && !this.isOver) this.track(work(n++));
    };
    this.timers.push(setInterval(catchUp, Math.max(5, ms)));
  }

  /** One after the other, with a pause between. */
  loop(pauseMs: number, work: (n: number) => Promise<unknown>): void {
    const go = async () => {
      for (let n = 0; !this.isOver; n++) {
        await work(n);
        await sleep(pauseMs);
      }
    };
    this.track(go());
  }

  page(kind: string, path: string, cookie?: string, n = 0): Promise<unknown> {
    const { url } = this;
    return logged(this.log, kind, `${path} ${n} ${performance.now()}`, () => ask(url + path, { cookie }));
  }

  async signUp(path: string, hidden: [string, string][], guest: Guest): Promise<void> {
    for (let wait = AGAIN_MS; ; wait = Math.min(wait * 2, LONGEST_MS)) {
      const { url } = this;
      const send = () => register(url, path, hidden, guest);
      const answer = await logged(this.log, "registration", guest.email, send, judgeRegistration);
      if (answer && judgeRegistration(answer) !== "unknown") return;
      if (this.isOver && performance.now() > this.overAt + SETTLE_MS) return;
      await sleep(this.isOver ? AGAIN_MS : wait * (0.5 + Math.random()));
    }
  }

  private overAt = 0;

  async stop(): Promise<void> {
    this.isOver = true;
    this.overAt = performance.now();
    for (const timer of this.timers) clearInterval(timer);
    while (this.pending.size > 0) await Promise.all(this.pending);
  }
}

async function keepRegistering(run: Run, webinar: Conference, rate: number): Promise<void> {
  if (rate <= 0) return;
  const path = `/c/${formatConferenceId(webinar.publicId)}/register`;
  const hidden = await hiddenFields(run.url + path);
  run.every(1000 / rate, () => run.signUp(path, hidden, aGuest()));
}

/** The owner opens the room and so many guests come in; then everybody listens. */
async function openRoom(run: Run, live: Conference, organiser: string, people: number): Promise<void> {
  if (people <= 0) return;
  const cookies = [organiser];
  for (let i = 1; i < people; i++) {
    const { participantId } = await aRegistration(live, `inside-${i}@example.org`);
    cookies.push(cookieHeader(await guestCookie(participantId)));
  }
  const room = `/api/room/${live.publicId}`;
  for (const [i, cookie] of cookies.entries()) {
    const answer = await post(`${run.url + room}/join`, { clientId: aTab(), takeOver: true }, { cookie });
    const joined = JSON.parse(answer.body) as { ok: boolean; data: { generation: number } };
    if (!joined.ok) throw new Error(`person ${i} could not enter: ${answer.body}`);
    const { generation } = joined.data;
    run.loop(2000, () => run.page("roster", `${room}/events?generation=${generation}&since=0`, cookie, i));
    run.loop(15_000, (n) => {
      const { url } = run;
      return logged(run.log, "heartbeat", `${i} ${n}`, () =>
        post(`${url + room}/heartbeat`, { generation }, { cookie }),
      );
    });
  }
}
