import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { addressPrefix, clientAddress } from "@/lib/server/request";

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://foyer_app:x@127.0.0.1/foyer",
    AUTH_SECRET: "0123456789abcdef0123456789abcdef-tests",
    CRON_SECRET: "fedcba9876543210fedcba9876543210-tests",
    BASE_URL: "http://localhost:3000",
    STORAGE_URL: "file:///nonexistent",
    MAIL_FROM: "foyer@foyer.test",
    TRUSTED_PROXIES: "1",
  });
});
afterEach(() => vi.unstubAllEnvs());

const headers = (list: Record<string, string>) => (name: string) => list[name] ?? null;

test("behind one proxy the address is the one that the proxy wrote, whatever the client put before it", () => {
  expect(clientAddress(headers({ "x-forwarded-for": "1.1.1.1, 2.2.2.2, 9.9.9.9" }))).toBe("9.9.9.9");
});

test("with the launcher's header the chain ends at the socket", () => {
  vi.stubEnv("FOYER_PEER_HEADER", "1");
  const list = headers({ "x-forwarded-for": "1.1.1.1, 9.9.9.9", "x-foyer-peer": "10.0.0.2" });
  expect(clientAddress(list)).toBe("9.9.9.9");
});

test("the launcher's header is believed only where the launcher says so", () => {
  const list = headers({ "x-forwarded-for": "9.9.9.9", "x-foyer-peer": "6.6.6.6" });
  expect(clientAddress(list)).toBe("9.9.9.9");
});

test("the launcher overwrites a peer header that a client sends", async () => {
  await import("../../scripts/launcher/peer.mjs");
  const server = createServer((request, response) => response.end(request.headers["x-foyer-peer"]));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { "x-foyer-peer": "6.6.6.6" } });
  expect(await answer.text()).toBe("127.0.0.1");
  await new Promise((resolve) => server.close(resolve));
});

test("one household counts as one address", () => {
  expect(addressPrefix("192.0.2.77")).toBe("192.0.2.0/24");
  expect(addressPrefix("::ffff:192.0.2.77")).toBe("192.0.2.0/24");
  expect(addressPrefix("2001:db8:1:22ff::1")).toBe("2001:0db8:0001:2200::/56");
  expect(addressPrefix("::1")).toBe("0000:0000:0000:0000::/56");
});
