import { expect, test } from "vitest";
import { jobCaller } from "../../scripts/launcher/jobs.ts";

/** An app that answers as told, with a clock that is moved by hand. */
function world(jobs: { name: string; everySeconds: number }[]) {
  const calls: string[] = [];
  const lines: string[] = [];
  const down = new Set<string>();
  let seconds = 0;
  const fetch = async (input: string | URL | Request, init?: RequestInit) => {
    const path = new URL(String(input)).pathname;
    const headers = new Headers(init?.headers);
    calls.push(`${init?.method} ${path} ${headers.get("authorization")}`);
    if (down.has("all")) throw new Error("fetch failed");
    if (down.has(path)) return new Response(null, { status: 500 });
    return path === "/api/cron" ? Response.json({ jobs }) : new Response(null, { status: 204 });
  };
  const tick = jobCaller({
    url: "http://127.0.0.1:3000",
    secret: "s3cret",
    log: (line) => lines.push(line),
    fetch,
    now: () => seconds * 1000,
  });
  return {
    calls,
    lines,
    down,
    async tickAt(second: number) {
      seconds = second;
      calls.length = 0;
      await tick();
      return calls.map((call) => call.split(" ")[1]);
    },
  };
}

test("asks for the list with the secret, then calls each job when it is due", async () => {
  const app = world([
    { name: "outbox", everySeconds: 15 },
    { name: "sweep", everySeconds: 60 },
  ]);
  expect(await app.tickAt(0)).toEqual(["/api/cron", "/api/cron/outbox", "/api/cron/sweep"]);
  expect(app.calls).toEqual([
    "GET /api/cron Bearer s3cret",
    "POST /api/cron/outbox Bearer s3cret",
    "POST /api/cron/sweep Bearer s3cret",
  ]);
  expect(await app.tickAt(14.8)).toEqual(["/api/cron/outbox"]);
  expect(await app.tickAt(20)).toEqual([]);
  expect(await app.tickAt(60)).toEqual(["/api/cron/outbox", "/api/cron/sweep"]);
  expect(app.lines).toEqual([]);
});

test("tells a failure once, and once that it is over", async () => {
  const app = world([{ name: "outbox", everySeconds: 15 }]);
  app.down.add("/api/cron/outbox");
  for (const second of [0, 15, 30]) await app.tickAt(second);
  expect(app.lines).toEqual(["The job outbox fails: HTTP 500"]);
  app.down.clear();
  for (const second of [45, 60]) await app.tickAt(second);
  expect(app.lines).toEqual(["The job outbox fails: HTTP 500", "The job outbox works again."]);
});

test("an app that is away is asked again, and its list is read anew", async () => {
  const app = world([{ name: "outbox", everySeconds: 15 }]);
  app.down.add("all");
  expect(await app.tickAt(0)).toEqual(["/api/cron"]);
  expect(await app.tickAt(15)).toEqual(["/api/cron"]);
  app.down.clear();
  expect(await app.tickAt(30)).toEqual(["/api/cron", "/api/cron/outbox"]);
  expect(app.lines).toEqual(["The list of jobs fails: fetch failed", "The list of jobs works again."]);
});
