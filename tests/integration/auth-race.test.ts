import { expect, test, vi } from "vitest";
import { signIn, verifyCredentials } from "@/lib/auth/commands";
import { AppError } from "@/lib/errors";
import { reserveAttempt } from "@/lib/server/attempts";
import { saveSignInPolicy } from "@/lib/settings/commands";
import { getServerSettings } from "@/lib/settings/queries";
import { owner } from "../support/database";
import { withPassword } from "../support/passwords";
import { as, codeOf } from "../support/run";
import { anonymous, aPerson, world } from "../support/world";

const argon = vi.hoisted(() => ({ verified: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return {
    ...real,
    verify: (...args: Parameters<typeof real.verify>) => {
      argon.verified++;
      return real.verify(...args);
    },
  };
});

const w = await world();
const policy = { attempts: 5, minutes: 15 };
const { version } = await getServerSettings();
await as(w.actors.administrator).do(saveSignInPolicy, { version, ...policy });

const tally = (codes: string[]) =>
  Object.fromEntries(
    [...new Set(codes)].sort().map((code) => [code, codes.filter((c) => c === code).length]),
  );

test("[B05, B07] 200 parallel wrong passwords with the limit 5: exactly 5 are compared", async () => {
  const person = await withPassword(await aPerson(w.tenant));
  const before = argon.verified;
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      as(anonymous()).run(signIn, { login: person.loginName, password: `wrong-${i}` }),
    ),
  );
  expect(argon.verified - before).toBe(5);
  expect(tally(results.map(codeOf))).toEqual({ locked: 196, wrong_credentials: 4 });
});

test("[B04] the same for a user ID that nobody has", async () => {
  const before = argon.verified;
  const results = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      as(anonymous()).run(signIn, { login: "nobody.has.this", password: `wrong-${i}` }),
    ),
  );
  expect(argon.verified - before).toBe(5);
  expect(tally(results.map(codeOf))).toEqual({ locked: 196, wrong_credentials: 4 });
});

test("negative control: counting after reading lets far more than 5 through", async () => {
  const person = await withPassword(await aPerson(w.tenant));
  const naive: typeof reserveAttempt = async (purpose, key, { attempts, minutes }) => {
    const [row] = await owner()<
      { failures: number }[]
    >`SELECT failures FROM attempt_counters WHERE key = ${key}`;
    const failures = (row?.failures ?? 0) + 1;
    const lock = { until: new Date(Date.now() + minutes * 60_000), seconds: minutes * 60 };
    if (failures > attempts) return { open: false, lock };
    await owner()`INSERT INTO attempt_counters (key, purpose, failures) VALUES (${key}, ${purpose}, ${failures})
      ON CONFLICT (key) DO UPDATE SET failures = ${failures}`;
    return { open: true, left: attempts - failures, lock: failures === attempts ? lock : null };
  };
  const before = argon.verified;
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, (_, i) => verifyCredentials(person.loginName, `wrong-${i}`, policy, naive)),
  );
  expect(results.every((r) => r.status === "rejected" && r.reason instanceof AppError)).toBe(true);
  expect(argon.verified - before).toBeGreaterThan(5);
});

test("two processes share the count: it is in the database, not in memory", async () => {
  const person = await withPassword(await aPerson(w.tenant));
  const key = (await import("@/lib/server/attempts")).attemptKey("sign_in", person.loginName);
  for (let i = 0; i < 4; i++) {
    expect(codeOf(await as(anonymous()).run(signIn, { login: person.loginName, password: "wrong" }))).toBe(
      "wrong_credentials",
    );
  }
  // Another process takes the fifth.
  expect(await reserveAttempt("sign_in", key, policy)).toMatchObject({ open: true, left: 0 });
  expect(codeOf(await as(anonymous()).run(signIn, { login: person.loginName, password: "wrong" }))).toBe(
    "locked",
  );
});
