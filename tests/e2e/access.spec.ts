import { closePool } from "@/db/client";
import { ask, ownId, wordsIn } from "../access/asking";
import { type FurnishedWorld, furnishedWorld, marksOf } from "../access/furnished";
import { comparable, difference, inTurns, send } from "../access/http";
import { personas } from "../access/personas";
import { allRouteRows, shown } from "../access/routes";
import { closeOwner } from "../support/database";
import { expect, test } from "./support/browser";

/**
 * Every page and route as every persona, over HTTP against the build. Nothing here needs proxy.ts: it adds headers, and
 * deleting it must not open a door.
 */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

for (const { file, row } of allRouteRows) {
  test(`${row.title ?? "for whom it is"}: ${file}`, async () => {
    // What is posted changes the world, so the other rows keep theirs.
    const shared = row.post ? await furnishedWorld() : w;
    for (const persona of personas) {
      const world = row.once && row.expect[persona] === 200 ? await furnishedWorld() : shared;
      const id = ownId(row, world);
      const answer = await ask(world, row, persona);
      expect([persona, answer.status]).toEqual([persona, row.expect[persona]]);
      if (answer.status === 307) expect(answer.headers.location).toMatch(new RegExp(`${row.to?.(id)}$`));
      if (answer.status >= 400) expect(answer.cookies, persona).toEqual([]);
    }
  });
}

const withRecord = allRouteRows.filter(({ row }) => row.record);

for (const { file, row } of withRecord) {
  test(`out of reach reads like unknown, to the byte: ${file}`, async () => {
    for (const persona of personas) {
      const unknownId = row.record?.unknown() ?? "";
      const unknown = await ask(w, row, persona, unknownId);
      const ids = [unknownId];
      const others = [row.record?.foreign?.(w)].filter((id) => id !== undefined);
      // What exists in the account but not for this persona is no different.
      if (row.expect[persona] === 404) others.push(ownId(row, w));
      const isTheirs = persona === "foreigner" || persona === "foreignAdministrator";
      for (const id of others) {
        if (isTheirs && id !== ownId(row, w)) continue;
        const answer = await ask(w, row, persona, id);
        expect([persona, answer.status]).toEqual([persona, unknown.status]);
        const spellings = [...ids, id].flatMap((one) => [one, shown(one)]);
        const bodies = [answer, unknown].map(({ body }) => comparable(body, spellings));
        expect([persona, difference(bodies[0] ?? "", bodies[1] ?? "")]).toEqual([persona, null]);
      }
    }
  });
}

const reads = allRouteRows.filter(({ row }) => !row.post);

test("no word of one account reaches the users of another, on any page, in any file (T-09)", async () => {
  const [ours, theirs] = [await marksOf(w.tenant), await marksOf(w.other)];
  const seen: Record<string, string[]> = {};
  for (const { file, row } of reads) {
    for (const persona of ["foreigner", "foreignAdministrator"] as const) {
      const id = ownId(row, w);
      const words = wordsIn(w, row, await ask(w, row, persona, id), id, ours);
      if (words.length > 0) seen[`${file} as ${persona}`] = words;
    }
    for (const persona of ["organiser", "administrator"] as const) {
      const id = row.record?.foreign?.(w) ?? ownId(row, w);
      const words = wordsIn(w, row, await ask(w, row, persona, id), id, theirs);
      if (words.length > 0) seen[`${file} as ${persona}`] = words;
    }
  }
  expect(seen).toEqual({});
});

/** Pages and files that a stranger who is signed out does not get. */
const hidden = reads.filter(({ row }) => row.expect.anonymous === 404 || row.expect.anonymous === 401);

test("strangers read no word of a private page, and those it is for do", async () => {
  const marks = await marksOf(w.tenant);
  const mute: string[] = [];
  for (const { file, row } of hidden) {
    const id = ownId(row, w);
    for (const persona of ["anonymous", "guest", "otherGuest"] as const) {
      if (row.expect[persona] === 200) continue;
      const words = wordsIn(w, row, await ask(w, row, persona, id), id, marks);
      expect([file, persona, words]).toEqual([file, persona, []]);
    }
    const reader = personas.findLast((persona) => row.expect[persona] === 200);
    if (!reader) continue;
    const host = row.expect.administrator === 200 ? "administrator" : reader;
    if (wordsIn(w, row, await ask(w, row, host, id), id, marks).length === 0) mute.push(file);
  }
  // Free seats are numbers, a picture has no words, and a calendar file holds the event only.
  expect(mute).toEqual([
    "app/(public)/c/[id]/calendar.ics/route.ts (2)",
    "app/api/files/avatar/[user]/route.ts",
    "app/api/seats/[id]/route.ts (2)",
  ]);
});

/** Headers with which checks in front of the application were skipped before. */
const headerTricks: Record<string, string>[] = [
  {},
  { purpose: "prefetch" },
  { "sec-purpose": "prefetch;prerender" },
  { "next-router-prefetch": "1" },
  { "next-router-segment-prefetch": "/_tree" },
  { rsc: "1" },
  { rsc: "1", "next-router-state-tree": "%5B%22%22%2C%7B%7D%2Cnull%2C%22refetch%22%5D" },
  { "next-action": `40${"0".repeat(40)}` },
  { "x-nextjs-data": "1" },
  { "x-middleware-prefetch": "1" },
  { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "x-middleware-rewrite": "/home", "x-middleware-next": "1" },
  { "x-forwarded-host": "elsewhere.example", "x-forwarded-proto": "https" },
  { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" },
  {
    "x-original-url": "/home",
    "x-rewrite-url": "/home",
    "x-invoke-path": "/home",
    "x-matched-path": "/home",
  },
  { authorization: "Bearer null", cookie: "foyer.session=null; next-auth.session-token=null" },
];

/** Spellings of a path that something in front could take for another one. */
function pathTricks(path: string): string[] {
  const [name = "", query = ""] = path.split("?");
  const rest = query && `?${query}`;
  const last = name.at(-1) ?? "";
  const encoded = `%${last.charCodeAt(0).toString(16)}`;
  return [
    path,
    `${name}/${rest}`,
    `/${path}`,
    `/.${path}`,
    `/_next/..${path}`,
    `/api/files/..${path}`,
    `${name.slice(0, -1)}${encoded}${rest}`,
    `${name}%2f${rest}`,
    `${name}.rsc${rest}`,
    `${name}.json${rest}`,
    `${name}.segments/_tree.segment.rsc${rest}`,
    `${name};a=b${rest}`,
    `/en${path}`,
    `${name.toUpperCase()}${rest}`,
  ];
}

test("no header and no spelling of its path opens a private page (M-01, T-01)", async () => {
  test.setTimeout(300_000);
  const marks = await marksOf(w.tenant);
  // Every header with the plain path and every spelling alone; together they take turns, so that all pairs occur.
  const tries = hidden.flatMap(({ file, row }, turn) =>
    pathTricks(row.path(ownId(row, w), w)).flatMap((path, i) => {
      const together = headerTricks[(turn + i) % headerTricks.length] ?? {};
      const chosen = i === 0 ? headerTricks : [{}, together];
      return chosen.map((headers) => ({ file, row, path, headers }));
    }),
  );
  const opened = await inTurns(tries, 12, async ({ file, row, path, headers }) => {
    const answer = await send(path, { headers });
    const words = wordsIn(w, row, answer, ownId(row, w), marks);
    const isFault = answer.status >= 500;
    return words.length > 0 || isFault ? [{ file, path, headers, status: answer.status, words }] : [];
  });
  expect(opened.flat()).toEqual([]);
});
