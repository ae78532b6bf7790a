import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import { AVATAR_BYTES, AVATAR_SIDE, avatarSrc } from "@/lib/accounts/avatars/rules";
import { owner } from "../support/database";
import { anAccount, aPerson, type Person } from "../support/world";
import { type Answer, ask, sessionCookie } from "./support/client";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { during, watchPages } from "./support/outage";
import { residentMb, sample } from "./support/process";
import { verifyInvariants } from "./support/verify";

const CROWD = 20;
const SPAN_MS = 20_000;

/** A picture just below the limit. Noise cannot be compressed, and its file is some hundredths larger than its pixels. */
async function aHugePicture(): Promise<Buffer> {
  const side = Math.floor(Math.sqrt((AVATAR_BYTES * 0.93) / 3));
  const raw = { width: side, height: side, channels: 3 } as const;
  return sharp(randomBytes(side * side * 3), { raw })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

const path = "/api/files/avatar";

/** Sends the head of an upload by hand, so that the body can stop anywhere. */
function beginUpload(site: URL, cookie: string, length: number): Promise<Socket> {
  const socket = connect(Number(site.port), site.hostname);
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${site.host}`,
    `x-forwarded-host: ${new URL(process.env.BASE_URL ?? "").host}`,
    `origin: ${process.env.BASE_URL}`,
    `cookie: ${cookie}`,
    "content-type: application/octet-stream",
    `content-length: ${length}`,
    "",
    "",
  ].join("\r\n");
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => socket.write(head, () => resolve(socket.on("error", () => {}))));
  });
}

/** Everything but the last hundredth, then the line is cut. */
async function cutOff(site: URL, cookie: string, picture: Buffer): Promise<void> {
  const socket = await beginUpload(site, cookie, picture.length);
  const part = picture.subarray(0, Math.floor(picture.length * 0.99));
  await new Promise<void>((resolve) => socket.write(part, () => resolve()));
  socket.destroy();
}

/** A byte a second, until told to stop. */
async function drip(site: URL, cookie: string, picture: Buffer) {
  const socket = await beginUpload(site, cookie, picture.length);
  let at = 0;
  const timer = setInterval(() => socket.writable && socket.write(picture.subarray(at, ++at)), 1000);
  return () => {
    clearInterval(timer);
    socket.destroy();
  };
}

const fault: Fault = {
  id: "R-20",
  title: `pictures of ${AVATAR_BYTES / 1e6} MB by ${CROWD} at once, cut off at 99 %, a byte a second`,
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const tenant = await anAccount();
    const people = await Promise.all(Array.from({ length: CROWD * 3 }, () => aPerson(tenant)));
    const cookies = await Promise.all(people.map(sessionCookie));
    const group = (n: number) =>
      people.slice(n * CROWD, (n + 1) * CROWD).map((person, i) => ({
        person,
        cookie: cookies[n * CROWD + i] ?? "",
      }));
    const [whole, cut, slow] = [group(0), group(1), group(2)];
    const picture = await aHugePicture();
    const site = new URL(stack.url);
    const watch = watchPages(stack, [{ path: "/home", cookie: cookies[0] ?? "" }, { path: "/api/health" }]);
    await sleep(5000);
    const calm = performance.now();
    await sleep(SPAN_MS);
    const pid = stack.apps[0].pid();
    const before = residentMb(pid);
    const rss = sample(() => residentMb(pid));
    const from = performance.now();

    const stops = await Promise.all(slow.map(({ cookie }) => drip(site, cookie, picture)));
    const headers = { "content-type": "application/octet-stream" };
    const saving = Promise.all(
      whole.map(({ cookie }) =>
        ask(`${stack.url}${path}`, { cookie, headers, body: picture }).catch(() => null),
      ),
    );
    await Promise.all(cut.map(({ cookie }) => cutOff(site, cookie, picture)));
    const answers = await saving;
    await sleep(Math.max(0, from + SPAN_MS - performance.now()));
    for (const stop of stops) stop();
    const to = performance.now();
    await Promise.all([rss.stop(), watch.stop()]);

    note(
      `pictures of ${(picture.length / 1e6).toFixed(1)} MB; the slow ones sent ${SPAN_MS / 1000} bytes each`,
    );
    figure("pictures acknowledged", answers.filter(saved).length);
    figure("refused for now", answers.filter((one) => one?.status === 503).length);
    figure("other answers", answers.filter((one) => !saved(one) && one?.status !== 503).length, {
      exactly: 0,
    });
    const kept = await drawn(
      whole.filter((_, i) => saved(answers[i] ?? null)),
      stack.url,
    );
    figure("acknowledged pictures that can be seen", kept, { exactly: answers.filter(saved).length });
    figure("pictures left of cut and slow uploads", await rowsOf([...cut, ...slow]), { exactly: 0 });
    figure("growth of memory MB", Math.max(...rss.values) - before, { atMost: 100 });
    const p95 = (a: number, b: number) =>
      percentile(
        during(watch.looks, a, b).map(({ ms }) => ms),
        0.95,
      );
    figure("p95 of pages before ms", p95(calm, from));
    figure("p95 of pages beside them ms", p95(from, to));
    await verifyInvariants(context);
  },
};
export default fault;

const saved = (answer: Answer | null) => answer?.status === 200 && JSON.parse(answer.body).ok === true;

type Member = { person: Person; cookie: string };

/** How many of these people have a picture of the right size that a browser gets. */
async function drawn(members: Member[], site: string): Promise<number> {
  let count = 0;
  for (const { person, cookie } of members) {
    const answer = await fetch(site + avatarSrc(person.userId, 1), { headers: { cookie } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const { width, height } = await sharp(bytes)
      .metadata()
      .catch(() => ({ width: 0, height: 0 }));
    if (width === AVATAR_SIDE && height === AVATAR_SIDE) count++;
  }
  return count;
}

async function rowsOf(members: Member[]): Promise<number> {
  const ids = members.map(({ person }) => person.userId);
  const [row] = await owner()<
    { n: number }[]
  >`SELECT count(*)::int AS n FROM avatars WHERE user_id IN ${owner()(ids)}`;
  return row?.n ?? -1;
}
