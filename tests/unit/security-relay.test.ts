import { createHmac } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";

const base = {
  DATABASE_URL: "postgres://foyer_app:x@127.0.0.1:5432/foyer",
  STORAGE_URL: "file:///var/lib/foyer/files",
  AUTH_SECRET: "a".repeat(40),
  CRON_SECRET: "b".repeat(40),
  BASE_URL: "http://localhost:3000",
};

async function serversWith(more: Record<string, string>, now?: number) {
  for (const [name, value] of Object.entries({ ...base, ...more })) vi.stubEnv(name, value);
  vi.resetModules();
  const { iceServers } = await import("@/lib/ports/media/ice");
  return iceServers("a-participant", now);
}

afterEach(() => vi.unstubAllEnvs());

test("credentials of the relay name their person, carry their own end ten minutes ahead and are signed (T-29)", async () => {
  const secret = "relay-secret-of-the-test";
  const now = Date.UTC(2027, 2, 28, 1, 30);
  const servers = await serversWith(
    { TURN_URL: "turn:turn.foyer.test:3478?transport=udp", TURN_SECRET: secret },
    now,
  );
  const relay = servers.find(({ username }) => username !== undefined);
  const [end, person] = relay?.username?.split(":") ?? [];
  expect([Number(end) - now / 1000, person]).toEqual([600, "a-participant"]);
  expect(relay?.credential).toBe(createHmac("sha1", secret).update(`${end}:a-participant`).digest("base64"));
  expect(servers.flatMap(({ urls }) => urls)).toEqual([
    "stun:turn.foyer.test:3478",
    "turn:turn.foyer.test:3478?transport=udp",
  ]);
  expect(JSON.stringify(servers)).not.toContain(secret);
});

test("without a relay browsers are told of no server at all", async () => {
  expect(await serversWith({ TURN_URL: "", TURN_SECRET: "" })).toEqual([]);
});
