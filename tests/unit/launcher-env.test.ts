import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EnvError, isLoopbackHost, isSampleSecret, parseEnv } from "../../lib/env.ts";

const secret = "k3Jf9vQm2XbW7tRz5LcY8nHd4GsP6aEu";

const local = {
  DATABASE_URL: "postgres://foyer_app:pw@127.0.0.1:5432/foyer",
  BASE_URL: "http://localhost:3000",
  STORAGE_URL: "file:///data/files",
  AUTH_SECRET: "short",
  CRON_SECRET: "short",
};

const host = {
  ...local,
  DATABASE_URL: `postgres://foyer_app:${secret}@db.internal:5432/foyer`,
  BASE_URL: "https://meet.foyer.test/",
  AUTH_SECRET: secret,
  CRON_SECRET: secret.toLowerCase(),
  MAIL_FROM: "Foyer <foyer@foyer.test>",
};

/** The problems by variable. */
function problems(source: Record<string, string | undefined>): Record<string, string> {
  try {
    parseEnv(source);
    return {};
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return Object.fromEntries(error.problems.map(({ name, message }) => [name, message]));
  }
}

describe("what is set", () => {
  test("a local start needs five variables and gets the defaults", () => {
    expect(parseEnv(local)).toEqual({
      databaseUrl: local.DATABASE_URL,
      databaseAdminUrl: undefined,
      pusher: undefined,
      smtpUrl: undefined,
      mailFrom: "Foyer <foyer@foyer.invalid>",
      storageUrl: "file:///data/files",
      authSecret: "short",
      linkKey: undefined,
      baseUrl: "http://localhost:3000",
      cronSecret: "short",
      trustedProxies: 0,
      turn: undefined,
      logLevel: "info",
      isLoopback: true,
      isEmbedded: false,
    });
  });

  test("an origin loses its slash, and a value its spaces", () => {
    expect(parseEnv({ ...host, BASE_URL: " https://meet.foyer.test/ " }).baseUrl).toBe(
      "https://meet.foyer.test",
    );
  });

  test("an empty value is an absent one", () => {
    expect(parseEnv({ ...local, SMTP_URL: "", PUSHER_KEY: " ", DATABASE_ADMIN_URL: "" })).toEqual(
      parseEnv(local),
    );
  });

  test("realtime takes its port from TLS", () => {
    const pusher = { PUSHER_APP_ID: "1", PUSHER_KEY: "k", PUSHER_SECRET: "s" };
    const port = (more: Record<string, string>) => parseEnv({ ...local, ...pusher, ...more }).pusher?.port;
    expect(port({ PUSHER_CLUSTER: "eu" })).toBe(443);
    expect(port({ PUSHER_HOST: "rt.foyer.test", PUSHER_TLS: "false" })).toBe(80);
    expect(port({ PUSHER_HOST: "rt.foyer.test", PUSHER_PORT: "6001", PUSHER_TLS: "0" })).toBe(6001);
  });
});

describe("what is wrong", () => {
  test("nothing set: one line for every required variable, and each says what to do", () => {
    const found = problems({});
    expect(Object.keys(found).sort()).toEqual([
      "AUTH_SECRET",
      "BASE_URL",
      "CRON_SECRET",
      "DATABASE_URL",
      "STORAGE_URL",
    ]);
    for (const message of Object.values(found)) expect(message).toMatch(/^is missing\. Set it to /);
  });

  test.each([
    ["DATABASE_URL", "mysql://a:b@c/d"],
    ["DATABASE_URL", "foyer"],
    ["DATABASE_ADMIN_URL", "postgres:"],
    ["BASE_URL", "localhost:3000"],
    ["BASE_URL", "http://localhost:3000/path"],
    ["BASE_URL", "http://user@localhost:3000"],
    ["BASE_URL", "http://localhost:3000?x=1"],
    ["STORAGE_URL", "/var/lib/foyer"],
    ["SMTP_URL", "mail.foyer.test"],
    ["MAIL_FROM", "Foyer"],
    ["MAIL_FROM", "Foyer <foyer@localhost>"],
    ["MAIL_FROM", "a@b.c\r\nBcc: d@e.f"],
    ["PUSHER_PORT", "70000"],
    ["PUSHER_PORT", "6001x"],
    ["PUSHER_TLS", "yes"],
    ["PUSHER_HOST", "https://rt.foyer.test"],
    ["PUSHER_CLUSTER", "EU 1"],
    ["TRUSTED_PROXIES", "-1"],
    ["TRUSTED_PROXIES", "1.5"],
    ["TURN_URL", "stun:turn.foyer.test"],
    ["LOG_LEVEL", "verbose"],
  ])("%s=%s is refused with what to do", (name, value) => {
    expect(problems({ ...local, [name]: value })[name]).toMatch(/^is not valid\. Set it to /);
  });

  test("parts of a group name what is missing beside them", () => {
    expect(problems({ ...local, PUSHER_KEY: "k", PUSHER_HOST: "h", TURN_URL: "turn:t:3478" })).toEqual({
      PUSHER_APP_ID: "is missing. The realtime service needs it together with PUSHER_KEY and PUSHER_SECRET.",
      PUSHER_SECRET: "is missing. The realtime service needs it together with PUSHER_APP_ID and PUSHER_KEY.",
      TURN_SECRET: "is missing. The relay needs it together with TURN_URL.",
    });
    const pusher = { PUSHER_APP_ID: "1", PUSHER_KEY: "k", PUSHER_SECRET: "s" };
    expect(problems({ ...local, ...pusher })).toHaveProperty("PUSHER_HOST");
  });

  test("the message lists every problem and repeats no value", () => {
    expect(() => parseEnv({ ...local, AUTH_SECRET: "", LOG_LEVEL: "hunter2hunter2" })).toThrow(
      /^Foyer cannot start: 2 settings need attention\.\n {2}\w+ .+\n {2}\w+ .+$/,
    );
    fc.assert(
      fc.property(fc.string({ minLength: 12 }), fc.constantFrom(...Object.keys(host)), (value, name) => {
        for (const [at, message] of Object.entries(problems({ ...host, [name]: `<${value}>` }))) {
          expect(`${at} ${message}`).not.toContain(`<${value}>`);
        }
      }),
    );
  });
});

describe("an address that others can reach", () => {
  test("a complete host passes and is not loopback", () => {
    expect(parseEnv(host)).toMatchObject({ isLoopback: false, baseUrl: "https://meet.foyer.test" });
  });

  test("plain http, short or sample secrets and a missing sender are refused", () => {
    expect(problems({ ...host, BASE_URL: "http://meet.foyer.test" }).BASE_URL).toMatch(
      /^must begin with https:/,
    );
    expect(problems({ ...host, AUTH_SECRET: secret.slice(0, 31) }).AUTH_SECRET).toMatch(/^is too short\./);
    expect(problems({ ...host, AUTH_SECRET: undefined }).AUTH_SECRET).toMatch(/^is missing\./);
    expect(problems({ ...host, LINK_KEY: "changeme" }).LINK_KEY).toMatch(/^is a sample value\./);
    expect(problems({ ...host, MAIL_FROM: undefined }).MAIL_FROM).toMatch(/^is missing\./);
    expect(problems({ ...host, TURN_URL: "turn:t:1", TURN_SECRET: "secret" }).TURN_SECRET).toMatch(
      /^is a sample/,
    );
    expect(
      problems({ ...host, DATABASE_URL: "postgres://foyer_app:change-me@db:5432/foyer" }).DATABASE_URL,
    ).toMatch(/^holds a sample password\./);
  });

  test("the example file, as it stands, does not start a host", () => {
    const text = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    const sample = Object.fromEntries(
      [...text.matchAll(/^# ([A-Z_]+)=(.+)$/gm)].map(([, name, value]) => [name, value?.replaceAll('"', "")]),
    );
    expect(Object.keys(problems(sample)).sort()).toEqual(["AUTH_SECRET", "CRON_SECRET", "DATABASE_URL"]);
  });

  test("the example file's table names every variable", () => {
    const table = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    const source = readFileSync(new URL("../../lib/env.ts", import.meta.url), "utf8");
    const names = [...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => name !== "FOYER_EMBEDDED" && !table.includes(`\n# ${name} `))).toEqual([]);
  });

  test.each([
    "change-me",
    "CHANGEME",
    "example-secret-0123456789abcdefgh",
    "your-secret-here",
    "secret",
    "aaaabbbb",
  ])("%s is a sample", (value) => expect(isSampleSecret(value)).toBe(true));

  test.each([
    ["localhost", true],
    ["foyer.localhost", true],
    ["127.0.0.1", true],
    ["127.1.2.3", true],
    ["[::1]", true],
    ["localhost.foyer.test", false],
    ["127.0.0.1.foyer.test", false],
    ["0.0.0.0", false],
    ["192.168.1.4", false],
    ["meet.foyer.test", false],
  ])("%s is loopback: %s", (name, expected) => expect(isLoopbackHost(name)).toBe(expected));
});
