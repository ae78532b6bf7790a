import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepSignInLine } from "@/lib/server/sign-in-line";

/** Requests that reached what lies behind the line, each with the way to answer it. */
const reached: { network: string; answer(): void }[] = [];
let isOpen = false;
const server = createServer((incoming, response) => {
  const network = String(incoming.headers["x-forwarded-for"]);
  if (incoming.method === "GET") return void response.end("page");
  reached.push({ network, answer: () => response.end("read") });
  if (isOpen) response.end("read");
});
let port = 0;

beforeAll(async () => {
  // Twice, as when two bundles bring the module.
  keepSignInLine();
  keepSignInLine();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.closeAllConnections());

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; body: string };

function send(
  network: string,
  more: { path?: string; method?: string; headers?: Record<string, string> } = {},
) {
  const { path = "/sign-in", method = "POST", headers } = more;
  const all = { "x-forwarded-for": network, ...headers };
  return new Promise<Answer>((resolve, reject) => {
    const sent = request({ port, path, method, headers: all }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? "login=a&password=b" : undefined);
  });
}

const until = async (check: () => boolean) => {
  while (!check()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test("too many passwords at once are refused in a kilobyte before anything reads them, a stranger is let in, and pages go on (R-31)", async () => {
  let turnedAway = 0;
  const storm = Array.from({ length: 210 }, async () => {
    const { status } = await send("203.0.113.7");
    if (status === 503) turnedAway++;
    return status;
  });
  // Three inside, two hundred waiting: the line is full from here on.
  await until(() => turnedAway === 7);
  expect(reached.length).toBe(3);
  const refused = await Promise.all([
    send("203.0.113.8", { headers: { "accept-language": "fr" } }),
    send("203.0.113.8", { path: "/sign%2Din/?next=%2Fhome", headers: { "next-action": "x" } }),
    send("203.0.113.8", { path: "/api/auth/callback/credentials" }),
  ]);
  for (const { status, headers, body } of refused) {
    expect(status).toBe(503);
    expect(headers["retry-after"]).toBe("5");
    expect(headers["cache-control"]).toBe("private, no-store");
    expect(body.length).toBeLessThan(1500);
  }
  const [page, action, route] = refused;
  expect(page?.body).toContain('<html lang="fr">');
  expect(page?.body).toContain("Réessayez dans 5 secondes");
  expect(page?.headers["content-security-policy"]).toContain("default-src 'none'");
  expect(action?.headers["content-type"]).toBe("text/plain");
  expect(action?.body).toBe("too_busy 5");
  expect(JSON.parse(route?.body ?? "")).toEqual({
    ok: false,
    error: { code: "too_busy", params: { seconds: 5 } },
  });

  expect((await send("203.0.113.7", { method: "GET" })).body).toBe("page");
  const good = send("198.51.100.1");
  await until(() => reached.length === 4);
  expect(reached.at(-1)?.network).toBe("198.51.100.1");
  reached.at(-1)?.answer();
  expect((await good).body).toBe("read");

  isOpen = true;
  for (const { answer } of reached) answer();
  const statuses = await Promise.all(storm);
  expect(statuses.filter((status) => status === 200).length).toBe(203);
});

test("behind the launcher the socket says who pushes: made-up addresses are one network (R-31, T-39)", async () => {
  isOpen = false;
  reached.length = 0;
  process.env.FOYER_PEER_HEADER = "1";
  try {
    const storm = Array.from({ length: 20 }, (_, n) =>
      send(`198.51.${n}.1`, { headers: { "x-foyer-peer": `192.0.${n}.1` } }),
    );
    // Of the four places a stranger's first try has one and those that push two.
    await until(() => reached.length === 3);
    expect((await send("203.0.113.1", { method: "GET" })).body).toBe("page");
    expect(reached.length).toBe(3);
    isOpen = true;
    for (const { answer } of reached) answer();
    expect((await Promise.all(storm)).map(({ status }) => status)).toEqual(Array(20).fill(200));
  } finally {
    delete process.env.FOYER_PEER_HEADER;
  }
});
