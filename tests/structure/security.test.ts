import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { listFiles, root, sourceFiles } from "./files";

const product = sourceFiles().filter(({ path }) =>
  /^(app|components|lib|db|proxy|instrumentation)/.test(path),
);
const inServer = product.filter(({ path }) => !path.includes(".client."));

const linesWith = (files: typeof product, pattern: RegExp) =>
  files.flatMap(({ path, text }) => text.split("\n").flatMap((line) => (pattern.test(line) ? [path] : [])));

test("nothing on the server takes chance from a generator that can be foretold (T-20)", () => {
  expect(linesWith(inServer, /Math\.random/)).toEqual([]);
});

/** Where a request leaves: to our own routes from the browser; mail and realtime go through their libraries. */
const ownRoutes = [
  "components/accounts/profile/avatar-editor.client.tsx",
  "components/auth/session-watch.client.tsx",
  "components/conferences/editor/use-invitees.client.ts",
  "components/guest/join-by-id.client.tsx",
  "components/licences/online-beat.client.tsx",
  "components/live/engine/api.ts",
  "components/public/use-seats.client.ts",
  "lib/realtime/connection.ts",
  "lib/realtime/refresh.client.ts",
];

test("the server fetches no address that somebody wrote: it fetches none at all (T-30)", () => {
  const callers = linesWith(product, /(?<![\w.])fetch\(["'`\w]/);
  expect([...new Set(callers)].sort()).toEqual(ownRoutes);
  for (const { path, text } of product.filter((file) => ownRoutes.includes(file.path))) {
    expect([path, /fetch\((["'`]\/(api\/|icon\.svg")|this\.address\()/.test(text)]).toEqual([path, true]);
  }
  const modules = linesWith(inServer, /from "(node:)?(http|https|net|tls|dgram|undici|axios|got)"/);
  // The library that publishes is given an agent with a time limit; its address is the operator's. Of the others
  // two change the status of an answer that is being written, and one lets requests wait.
  expect([...new Set(modules)].sort()).toEqual([
    "lib/realtime/publish.ts",
    "lib/server/away.ts",
    "lib/server/sign-in-line.ts",
    "lib/server/unread.ts",
  ]);
});

test("a mail is made of content, never of a path or an address that somebody wrote (H-098)", () => {
  const mails = inServer.filter(({ path }) => /^lib\/(ports\/mail\/|.*\/mail\.ts$)/.test(path));
  expect(linesWith(mails, /\battachments\b|[{,]\s*path:|\braw:/)).toEqual([]);
  // Whatever else a message may come to hold: the library reads no file and asks no server for it.
  expect(linesWith(mails, /disable(File|Url)Access: true/)).toEqual([
    "lib/ports/mail/smtp.ts",
    "lib/ports/mail/smtp.ts",
  ]);
});

test("no picture, sound, script or style comes from another site (T-28)", () => {
  expect(linesWith(product, /(src|srcSet|poster|href)=["'{`]+https?:/)).toEqual([]);
});

test("every promise of SECURITY.md names tests that exist", () => {
  const text = readFileSync(`${root}SECURITY.md`, "utf8");
  const named = [...text.matchAll(/`((?:tests|scripts)\/[^`\s]+)`/g)].map(([, path = ""]) => path);
  expect(named.length).toBeGreaterThan(40);
  expect([...new Set(named)].filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
  const tracked = new Set(listFiles());
  expect(named.filter((path) => /\.\w+$/.test(path) && !tracked.has(path))).toEqual([]);
});
