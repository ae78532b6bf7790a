import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { closePool } from "@/db/client";
import { disableUser } from "@/lib/accounts/users/commands";
import { ask, jarOf, ownId } from "../access/asking";
import { cookiesOf } from "../access/cookies";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { inTurns, sameOrigin, send } from "../access/http";
import { personas } from "../access/personas";
import { allRouteRows, shown } from "../access/routes";
import { closeOwner, owner } from "../support/database";
import { withPassword } from "../support/passwords";
import { as, codeOf } from "../support/run";
import { aPerson, signedIn } from "../support/world";
import { expect, test } from "./support/browser";

/** Faults that others had, tried on the build over HTTP. Nothing here needs proxy.ts. */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

const root = fileURLToPath(new URL("../../", import.meta.url));
const form = { "content-type": "application/x-www-form-urlencoded" };

test("the picture optimiser fetches and decodes nothing (T-03)", async () => {
  for (const url of ["/icon.svg", "/api/health", "http://127.0.0.1:1/x.png", "//elsewhere.example/x.png"]) {
    const answer = await send(`/_next/image?${new URLSearchParams({ url, w: "64", q: "75" })}`);
    expect([400, 404], url).toContain(answer.status);
  }
});

test("what is no session of ours opens nothing, however it is presented (T-04)", async () => {
  const values = ["%", "null", "undefined", "Bearer %", "eyJhbGciOiJub25lIn0.e30.", "a".repeat(5000)];
  for (const value of values) {
    const ways: Record<string, string>[] = [
      { authorization: `Bearer ${value}` },
      { cookie: `foyer.session=${value}` },
    ];
    for (const headers of ways) {
      expect([headers, (await send("/home", { headers })).status]).toEqual([headers, 404]);
      expect((await send("/api/users?q=an", { headers: { ...headers, ...sameOrigin } })).status).toBe(401);
    }
  }
});

test("nobody becomes somebody else by telling the session who he is (T-05)", async () => {
  const jar = await cookiesOf(w, "member");
  const { userId, email, tenantId } = w.people.administrator;
  const data = { sub: userId, userId, id: userId, email, tenantId, role: "host", isAdministrator: true };
  const { csrfToken } = JSON.parse((await send("/api/auth/csrf", { cookies: jar })).body);
  const answer = await send("/api/auth/session", {
    cookies: jar,
    headers: { "content-type": "application/json", ...sameOrigin },
    body: JSON.stringify({ csrfToken, data, ...data }),
  });
  expect(answer.body).not.toContain(userId);
  const cookies = { ...jar };
  for (const set of answer.cookies) {
    const [pair = ""] = set.split(";");
    cookies[pair.slice(0, pair.indexOf("="))] = pair.slice(pair.indexOf("=") + 1);
  }
  expect((await send("/control", { cookies })).status).toBe(404);
  const home = await send("/home", { cookies });
  expect([home.status, home.body.includes(w.people.member.name)]).toEqual([200, true]);
});

test("[A05] who is disabled is out of every page, action, file and channel at the next request (T-06, T-07)", async () => {
  const person = await withPassword(
    await aPerson(w.tenant, { name: "Noé Petit", rights: ["create_conferences"] }),
  );
  const known = { ...w, people: { ...w.people, organiser: person } } as FurnishedWorld;
  const jar = await cookiesOf(known, "organiser");
  const actor = await signedIn(person);
  const post = (path: string, body: Record<string, string>) =>
    send(path, {
      cookies: jar,
      headers: { ...form, ...sameOrigin },
      body: String(new URLSearchParams(body)),
    });
  const subscribe = () => post("/api/realtime/sign-in", { socket_id: "1.1" });
  const doors = async () => [
    (await send("/home", { cookies: jar })).status,
    (await send("/meetings", { cookies: jar })).status,
    (await send("/api/users?q=an", { cookies: jar, headers: sameOrigin })).status,
    (await subscribe()).status,
  ];
  expect(await doors()).toEqual([200, 200, 200, 200]);
  expect(codeOf(await as(w.actors.administrator).run(disableUser, { userId: person.userId }))).toBe("ok");
  expect(await doors()).toEqual([404, 404, 401, 403]);
  expect(actor.userId).toBe(person.userId);
  const live =
    await owner()`SELECT 1 FROM user_sessions s, door_session(s.id_hash) WHERE s.user_id = ${person.userId}`;
  expect(live).toEqual([]);
});

/** Where other products kept a way in for their operators. */
const backDoors = [
  "/admin",
  "/admin/",
  "/administrator",
  "/api/admin",
  "/api/admin/users",
  "/api/debug",
  "/debug",
  "/debug/pprof",
  "/api/test/reset",
  "/api/test/login",
  "/api/seed",
  "/metrics",
  "/status",
  "/server-status",
  "/actuator/env",
  "/.env",
  "/.git/config",
  "/package.json",
  "/_next/data/build/home.json",
  "/__nextjs_original-stack-frame",
  "/_next/development/_devMiddlewareManifest.json",
  "/control/users/all.json",
  "/api/control",
  "/phpinfo.php",
];

test("there is no second way in for operators, and no door left from development (T-11)", async () => {
  for (const persona of ["anonymous", "member"] as const) {
    const cookies = await jarOf(w, persona);
    for (const path of backDoors) {
      const answer = await send(path, { cookies });
      expect([persona, path, answer.status === 308 ? 404 : answer.status]).toEqual([persona, path, 404]);
    }
  }
});

function* filesUnder(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

/** Values of the environment that must stay on the server. */
const secretNames = ["AUTH_SECRET", "CRON_SECRET", "PUSHER_SECRET", "DATABASE_URL", "DATABASE_ADMIN_URL"];

test("what browsers load holds no source map, no server module and no secret (T-40)", async () => {
  const folder = join(root, process.env.FOYER_DIST ?? ".next", "static");
  const files = [...filesUnder(folder)];
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((path) => path.endsWith(".map"))).toEqual([]);
  const secrets = secretNames.map((name) => process.env[name] ?? "").filter((value) => value.length > 8);
  expect(secrets.length).toBe(secretNames.length);
  const forbidden = [...secrets, "set_config('app.tenant'", "foyer_control", "argon2"];
  const scripts = files.filter((path) => path.endsWith(".js"));
  for (const path of scripts) {
    const text = readFileSync(path, "utf8");
    expect([path.slice(folder.length), forbidden.filter((word) => text.includes(word))]).toEqual([
      path.slice(folder.length),
      [],
    ]);
    expect(text).not.toMatch(/sourceMappingURL=/);
  }
  const [script = ""] = scripts;
  expect((await send(`/_next/static${script.slice(folder.length)}.map`)).status).toBe(404);
});

test("[M06, Z20] no answer to anybody holds a secret of the server, a hash, a PIN or another's link (T-40)", async () => {
  const rows = await owner()<{ secret: string }[]>`SELECT secret FROM user_secrets`;
  const hidden = [...secretNames.map((name) => process.env[name] ?? ""), ...rows.map((row) => row.secret)];
  for (const { file, row } of allRouteRows) {
    if (row.post) continue;
    for (const persona of personas) {
      const { body, headers } = await ask(w, row, persona, ownId(row, w));
      const text = `${body} ${JSON.stringify(headers)}`;
      const found = hidden.filter((secret) => secret && text.includes(secret));
      expect([file, persona, found]).toEqual([file, persona, []]);
      expect([file, persona, /\$argon2id\$/.test(text)]).toEqual([file, persona, false]);
      if (/\/j\/|\[token\]|mailbox/.test(file)) continue;
      expect([file, persona, text.includes(w.token)]).toEqual([file, persona, false]);
    }
  }
  // The PIN is for those who may invite: neither a stranger nor an invited person reads it on any page.
  for (const persona of ["anonymous", "invited", "member", "guest"] as const) {
    for (const path of [
      `/c/${w.pinned.publicId}`,
      `/meetings?c=${w.pinned.id}`,
      `/c/${w.pinned.publicId}/room`,
    ]) {
      const { body } = await send(path, { cookies: await jarOf(w, persona) });
      expect([persona, path, body.includes("471108")]).toEqual([persona, path, false]);
    }
  }
});

/** Spellings of another site that parsers took for a path. */
const elsewhere = [
  "https://elsewhere.example",
  "//elsewhere.example",
  "/\\elsewhere.example",
  "/%09/elsewhere.example",
  "\\\\elsewhere.example",
  "/\t/elsewhere.example",
  "https:elsewhere.example",
  "javascript:alert(1)",
  "/.//elsewhere.example",
  "/sign-in?next=//elsewhere.example",
  "//elsewhere.example/%2e%2e",
  "/@elsewhere.example",
];

test("signing in, out and choosing a language lead to pages of this site only (T-32)", async () => {
  const origin = process.env.BASE_URL ?? "";
  const jar = await jarOf(w, "member");
  for (const next of elsewhere) {
    const query = new URLSearchParams({ next, callbackUrl: next, lang: "fr" });
    for (const [path, cookies] of [
      [`/sign-in?${query}`, jar],
      [`/sign-in?${query}`, {}],
      [`/?${query}`, {}],
      [`/api/auth/signin?${query}`, {}],
      [`/api/auth/signout?${query}`, jar],
    ] as const) {
      const answer = await send(path, { cookies });
      const target = answer.headers.location;
      if (target) expect([path, new URL(target, origin).origin]).toEqual([path, origin]);
      for (const [, field = ""] of answer.body.matchAll(/name="(?:next|callbackUrl)"[^>]*value="([^"]*)"/g)) {
        expect([path, new URL(field.replaceAll("&amp;", "&"), origin).origin]).toEqual([path, origin]);
      }
    }
  }
});

test("two people who ask in turns never read each other's page (T-33)", async () => {
  const people = ["organiser", "foreigner"] as const;
  const jars = { organiser: await jarOf(w, "organiser"), foreigner: await jarOf(w, "foreigner") };
  const names = { organiser: w.people.organiser.email, foreigner: w.people.foreigner.email };
  const paths = ["/home", "/meetings", "/profile", "/people", "/rooms"];
  const asked = Array.from({ length: 200 }, (_, n) => ({
    who: people[n % 2] ?? "organiser",
    path: paths[Math.floor(n / 2) % paths.length] ?? "/home",
  }));
  const seen = new Set<string>();
  await inTurns(asked, 8, async ({ who, path }) => {
    const answer = await send(path, { cookies: jars[who] });
    const other = who === "organiser" ? "foreigner" : "organiser";
    expect([path, who, answer.body.includes(names[other])]).toEqual([path, who, false]);
    expect([path, answer.headers["cache-control"]]).toEqual([path, expect.stringContaining("no-store")]);
    if (answer.body.includes(names[who])) seen.add(`${who} ${path}`);
  });
  expect(seen).toContain("organiser /profile");
  expect(seen).toContain("foreigner /profile");
});

test("writing other addresses into the forwarded chain gives nobody more tries (T-39)", async () => {
  const first = await send("/api/auth/csrf");
  const { csrfToken } = JSON.parse(first.body);
  const cookie = first.cookies.map((set) => set.split(";")[0]).join("; ");
  const statuses: string[] = [];
  // A window may end on the way, and two of them hold sixty tries.
  for (let n = 0; n < 70; n++) {
    const answer = await send("/api/auth/callback/credentials", {
      headers: {
        ...form,
        ...sameOrigin,
        cookie,
        // The last entry is what our own proxy wrote; those before it came from the client.
        "x-forwarded-for": `203.0.113.${n}, 198.51.100.${n}, 10.77.7.7`,
        "x-real-ip": `203.0.113.${n}`,
        forwarded: `for=203.0.113.${n}`,
      },
      body: String(new URLSearchParams({ csrfToken, login: `nobody-${n}`, password: "x", json: "true" })),
    });
    statuses.push(decodeURIComponent(`${answer.body} ${answer.headers.location ?? ""}`));
  }
  const refused = statuses.filter((text) => text.includes("too_many_requests"));
  expect(refused.length).toBeGreaterThanOrEqual(1);
  const audit = await owner()<{ ip: string }[]>`
    SELECT DISTINCT ip::text FROM audit_events WHERE ip::text LIKE '203.0.113.%' OR ip::text LIKE '198.51.100.%'`;
  expect(audit).toEqual([]);
});

/** Bytes that are not UTF-8, half a character, NUL, and broken escapes. */
const unreadable = ["%ff%fe", "%ed%a0%80", "%c0%af", "%00", "a%00b", "%", "%zz"];

test("an address that is no text leads nowhere, on every page and route (T-12)", async () => {
  test.setTimeout(180_000);
  const tries = allRouteRows.flatMap(({ file, row }) => {
    const id = ownId(row, w);
    const path = row.path(id, w).split("?")[0]?.replace(/\/$/, "") ?? "";
    const place = [id, shown(id)].find((one) => one && path.includes(one));
    return unreadable.flatMap((segment) =>
      (["anonymous", "administrator"] as const).map((persona) => ({
        file,
        row,
        persona,
        path: place ? path.replace(place, segment) : `${path}/${segment}`,
      })),
    );
  });
  const answers = await inTurns(tries, 8, async ({ file, row, persona, path }) => {
    const headers = { ...sameOrigin, ...(row.post ? form : {}) };
    const cookies = await jarOf(w, persona);
    const { status } = await send(path, { cookies, headers, body: row.post ? "" : undefined });
    // A page is not there. A program without a session hears that first, and a path may have no handler for the method;
    // links that lead nowhere are told so by a redirect, and next-auth answers below any of its paths.
    const isOwnWay = file.startsWith("app/api/auth/")
      ? status < 400
      : file.includes("/j/[") && status === 303;
    const isRefused = (/page\.tsx/.test(file) ? [400, 404] : [400, 401, 404, 405]).includes(status);
    return isRefused || isOwnWay ? [] : [{ file, path, status }];
  });
  expect(answers.flat()).toEqual([]);
});

test("what stands in a query and is no text is as good as missing, on every page and route (T-12)", async () => {
  test.setTimeout(180_000);
  const names = "q id c p next lang after before from day conference contact".split(" ");
  const tries = allRouteRows.flatMap(({ file, row }) =>
    unreadable.map((value) => ({ file, row, query: names.map((name) => `${name}=${value}`).join("&") })),
  );
  const answers = await inTurns(tries, 8, async ({ file, row, query }) => {
    const headers = { ...sameOrigin, ...(row.post ? form : {}) };
    const cookies = await jarOf(w, "administrator");
    const [path = ""] = row.path(ownId(row, w), w).split("?");
    const { status } = await send(`${path}?${query}`, { cookies, headers, body: row.post ? "" : undefined });
    return status >= 500 ? [{ file, query, status }] : [];
  });
  expect(answers.flat()).toEqual([]);
});

test("a search for what no name can hold finds nobody and breaks nothing (T-12)", async () => {
  const cookies = await jarOf(w, "organiser");
  const ask = (q: string) => send(`/api/users?q=${q}`, { cookies, headers: sameOrigin });
  for (const q of ["%00", "a%00b", "%ED%A0%80", "%C2%85", "'%22;--", "%25_"]) {
    expect([q, (await ask(q)).status]).toEqual([q, 200]);
  }
  expect((await ask("Hannah%00")).body).toContain(w.people.member.name);
});
