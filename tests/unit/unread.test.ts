import { createServer, type RequestListener, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { MAX_BODY_BYTES } from "@/lib/errors";
import { isReadablePath, ourCodeRuns, tellUnread } from "@/lib/server/unread";

tellUnread();

let server: Server | undefined;
afterEach(() => server?.close());

/** What Next does with a request that failed, before or after our own code began. */
async function statusOf(
  ask: { method?: string; path?: string; headers?: Record<string, string>; size?: number },
  act: RequestListener = () => {},
): Promise<number | undefined> {
  server = createServer((req, res) => {
    act(req, res);
    res.statusCode = 500;
    res.end();
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const { method = "POST", path = "/", headers = {}, size = 1 } = ask;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "127.0.0.1", method, path, headers }, (res) => {
      res.resume();
      resolve(res.statusCode);
    });
    sent.on("error", reject);
    sent.end(method === "GET" ? undefined : "x".repeat(size));
  });
}

describe("whose fault an answer was (T-26)", () => {
  const action = { "next-action": "40abc" };

  test("arguments that nothing of ours has read are the sender's", async () => {
    expect(await statusOf({ headers: action })).toBe(400);
    expect(await statusOf({ headers: { "content-type": "multipart/form-data; boundary=x" } })).toBe(400);
    expect(await statusOf({ headers: action, size: MAX_BODY_BYTES + 1 })).toBe(413);
  });

  test("what fails once our own code runs is ours", async () => {
    expect(await statusOf({ headers: action }, ourCodeRuns)).toBe(500);
    expect(await statusOf({ method: "GET" })).toBe(500);
    expect(await statusOf({ headers: { "content-type": "application/json" } })).toBe(500);
  });

  test("one request says nothing about the next", async () => {
    expect(await statusOf({ headers: action }, ourCodeRuns)).toBe(500);
    expect(await statusOf({ headers: action })).toBe(400);
  });

  test("addresses that are no text, and methods that no page has", async () => {
    expect(await statusOf({ method: "GET", path: "/people/%ff" })).toBe(400);
    expect(await statusOf({ method: "GET", path: "/people?q=%ff" })).toBe(500);
    expect(await statusOf({ method: "TRACE" })).toBe(405);
  });
});

test.each([
  ["/home", true],
  ["/c/abc%20d%C3%A9", true],
  ["/c/%ff", false],
  ["/c/%ed%a0%80", false],
  ["/c/%00", false],
  ["/c/%", false],
  ["/c/%zz", false],
])("%s is readable: %s", (path, expected) => {
  expect(isReadablePath(path)).toBe(expected);
});
