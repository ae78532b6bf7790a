import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "drizzle-orm";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pool } from "@/db/client";
import { sayWhenAway } from "@/lib/server/away";
import { getHealth } from "@/lib/server/health";
import { proxy } from "@/proxy";
import { startRelay } from "../faults/support/relay";

let relay: Awaited<ReturnType<typeof startRelay>>;
let server: Server;
let site: string;

/** The application reaches its database through a stretch of network that can fail. */
beforeAll(async () => {
  const url = new URL(process.env.DATABASE_URL ?? "");
  relay = await startRelay(Number(url.port));
  url.port = String(relay.port);
  process.env.DATABASE_URL = url.href;
  sayWhenAway();
  // What Next does with a page that failed.
  server = createServer((_request, response) => {
    response.statusCode = 500;
    response.end("failed");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await relay.stop();
});
beforeEach(() => relay.become({ kind: "pass" }));

const ask = () => pool().db.execute<{ one: number }>(sql`SELECT 1 AS one`);
const refusal = () =>
  ask().then(
    () => "answered",
    (error: Error & { cause?: { code?: string }; code?: string }) =>
      error.code ?? error.cause?.code ?? "other",
  );
const untilItAnswers = async () => {
  for (let answer = ""; answer !== "answered"; ) answer = await refusal();
};
const page = (init?: ConstructorParameters<typeof NextRequest>[1]) =>
  proxy(new NextRequest("http://localhost:3000/home", init));

test("while the database is away pages say so in both languages and are back when it is (R-05)", async () => {
  await untilItAnswers();
  expect(page().status).toBe(200);
  expect((await fetch(site)).status).toBe(500);
  relay.become({ kind: "refuse" });
  expect(await refusal()).toMatch(/^(CONNECTION|ECONN)/);
  while (!pool().gate.isAway) await refusal();
  expect(await refusal()).toBe("CONNECTION_AWAY");

  const answer = page();
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await answer.text()).toContain("Foyer will be back in a moment");
  const french = await page({ headers: { "accept-language": "fr-FR" } }).text();
  expect(french).toContain('<html lang="fr">');
  expect(french).toContain("Foyer revient dans un instant");
  // What was typed is not thrown away by a page: the form answers for itself, and so do routes.
  expect(page({ method: "POST", body: "x" }).status).toBe(200);
  expect(proxy(new NextRequest("http://localhost:3000/api/health")).status).toBe(200);
  expect(await getHealth()).toMatchObject({ ok: false, database: { state: "away" } });
  const failed = await fetch(site);
  expect([failed.status, failed.headers.get("retry-after")]).toEqual([503, "2"]);

  relay.become({ kind: "pass" });
  await untilItAnswers();
  expect(pool().gate.isAway).toBe(false);
  expect(page().status).toBe(200);
});

test("a database that takes connections and says nothing is given up, with what waits on it (R-06)", async () => {
  await untilItAnswers();
  relay.become({ kind: "hold" });
  const caught = await Promise.all(Array.from({ length: 10 }, refusal));
  for (const code of caught) expect(code).toMatch(/^CONNECT/);
  expect(pool().gate.isAway).toBe(true);
  expect(await refusal()).toBe("CONNECTION_AWAY");
  relay.become({ kind: "pass" });
  await untilItAnswers();
  expect(await ask()).toEqual([{ one: 1 }]);
});
