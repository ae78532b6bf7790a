import { describe, expect, test } from "vitest";
import { POST } from "@/app/api/cron/[job]/route";
import { GET } from "@/app/api/cron/route";
import { jobs } from "@/lib/jobs/registry";
import { owner } from "../support/database";

const request = (authorization?: string) =>
  new Request("http://localhost:3000/api/cron", { headers: authorization ? { authorization } : {} });

const run = (job: string, authorization?: string) =>
  POST(request(authorization), { params: Promise.resolve({ job }) });

const scheduler = `Bearer ${process.env.CRON_SECRET}`;

const intruders = [
  undefined,
  "",
  "Bearer",
  "Bearer ",
  "Bearer %",
  `Basic ${process.env.CRON_SECRET}`,
  `${process.env.CRON_SECRET}`,
  `${scheduler}x`,
  `${scheduler} x`,
  scheduler.slice(0, -1),
];

describe("the scheduler's routes", () => {
  test("tell the scheduler which jobs there are, and how often", async () => {
    const response = await GET(request(scheduler));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      jobs: jobs.map(({ name, everySeconds }) => ({ name, everySeconds })),
    });
  });

  test("run a job by its name, and know no others", async () => {
    expect((await run("housekeeping", scheduler)).status).toBe(200);
    const [row] =
      await owner()`SELECT last_finished_at IS NOT NULL AS done, last_error FROM jobs WHERE name = 'housekeeping'`;
    expect(row).toEqual({ done: true, last_error: null });
    for (const name of ["", "nope", "__proto__", "constructor", "outbox/../housekeeping"]) {
      expect((await run(name, scheduler)).status).toBe(404);
    }
  });

  test.each(intruders)("do not exist for %j", async (authorization) => {
    const [list, job, unknown] = [
      await GET(request(authorization)),
      await run("outbox", authorization),
      await run("nope", authorization),
    ];
    expect([list.status, job.status, unknown.status]).toEqual([404, 404, 404]);
    expect(await job.text()).toBe(await unknown.text());
    const rows = await owner()`SELECT 1 FROM jobs WHERE name = 'outbox'`;
    expect(rows).toHaveLength(0);
  });
});
