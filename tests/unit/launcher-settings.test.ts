import { describe, expect, test } from "vitest";
import { parseEnv } from "../../lib/env.ts";
import { composeEnv, readSettings, realtimeEnv, refusePublicDemo } from "../../scripts/launcher/settings.ts";

const address = { root: "/srv/foyer", isDev: false, port: 3000, host: "127.0.0.1" };
const secrets = {
  authSecret: "auth-secret-of-the-data-folder",
  cronSecret: "cron-secret-of-the-data-folder",
  pusherAppId: "123456",
  pusherKey: "key-of-the-data-folder",
  pusherSecret: "pusher-secret-of-the-data-folder",
  ownerPassword: "owner-password",
  appPassword: "app-password",
};
const links = { databaseUrl: "postgres://foyer_app:app-password@127.0.0.1:5433/foyer", realtimePort: 6001 };

function compose(env: Record<string, string | undefined>, change: Partial<typeof address> = {}) {
  return composeEnv(env, readSettings(env, { ...address, ...change }), secrets, links);
}

describe("with nothing set", () => {
  const settings = readSettings({}, address);

  test("everything is embedded, private and gets the demo world", () => {
    expect(settings).toMatchObject({
      dataDir: "/srv/foyer/.data",
      baseUrl: "http://localhost:3000",
      innerUrl: "http://127.0.0.1:3000",
      isEmbedded: true,
      isPrivate: true,
      wantsDemo: true,
      realtime: "embedded",
    });
  });

  test("the app's environment is complete, and knows nothing of the database's owner", () => {
    const env = compose({});
    expect(parseEnv(env)).toMatchObject({
      databaseUrl: links.databaseUrl,
      databaseAdminUrl: undefined,
      storageUrl: "file:///srv/foyer/.data/files",
      pusher: { host: "127.0.0.1", port: 6001, tls: false },
      isLoopback: true,
      isEmbedded: true,
    });
    expect(env.NEXTAUTH_URL).toBe("http://localhost:3000");
    expect(env.NEXTAUTH_SECRET).toBe(secrets.authSecret);
    expect(Object.values(env)).not.toContain(secrets.ownerPassword);
    // Empty and not absent, or Next would read the owner's address from an env file.
    expect(env.DATABASE_ADMIN_URL).toBe("");
  });

  test("the realtime server knows its own keys and no other secret", () => {
    const env = realtimeEnv(compose({ PATH: "/usr/bin", HOME: "/root" }));
    expect(Object.keys(env).sort()).toEqual([
      "BASE_URL",
      "PATH",
      "PUSHER_APP_ID",
      "PUSHER_CLUSTER",
      "PUSHER_HOST",
      "PUSHER_KEY",
      "PUSHER_PORT",
      "PUSHER_SECRET",
      "PUSHER_TLS",
      "REALTIME_HOST",
      "REALTIME_ORIGINS",
      "REALTIME_PORT",
      "REALTIME_TRUSTED_PROXIES",
    ]);
    expect(env.REALTIME_ORIGINS).toBe("http://localhost:3000,http://127.0.0.1:3000");
  });
});

describe("who gets the demo world", () => {
  test.each([
    [{}, {}, true],
    [{ FOYER_SEED: "none" }, {}, false],
    [{ DATABASE_URL: "postgres://a:b@c/d" }, {}, false],
    [{ BASE_URL: "https://meet.foyer.test" }, {}, false],
    [{ BASE_URL: "http://127.0.0.1:3000" }, {}, true],
    [{ BASE_URL: "not an address" }, {}, false],
    [{}, { host: "0.0.0.0" }, false],
    [{}, { host: "::1" }, true],
  ])("%o %o: %s", (env, change, expected) => {
    expect(readSettings(env, { ...address, ...change }).wantsDemo).toBe(expected);
  });

  test("a data folder that holds it is never served to others", () => {
    const open = readSettings({ BASE_URL: "https://meet.foyer.test" }, address);
    const lan = readSettings({}, { ...address, host: "0.0.0.0" });
    for (const settings of [open, lan]) {
      expect(() => refusePublicDemo(settings, "done")).toThrow(/holds the demo world/);
      expect(() => refusePublicDemo(settings, "started")).toThrow(/holds the demo world/);
      expect(() => refusePublicDemo(settings, undefined)).not.toThrow();
    }
    expect(() => refusePublicDemo(readSettings({}, address), "done")).not.toThrow();
  });
});

describe("realtime", () => {
  test.each([
    [{ FOYER_REALTIME: "off" }, "off"],
    [{ FOYER_REALTIME: "off", PUSHER_KEY: "k" }, "off"],
    [{ PUSHER_KEY: "k" }, "named"],
    [{ BASE_URL: "https://meet.foyer.test" }, "off"],
    [{ BASE_URL: "https://meet.foyer.test", PUSHER_HOST: "meet.foyer.test" }, "embedded"],
  ])("%o: %s", (env, expected) => expect(readSettings(env, address).realtime).toBe(expected));

  test("off takes the keys away", () => {
    const env = compose({ FOYER_REALTIME: "off", PUSHER_APP_ID: "1", PUSHER_KEY: "k", PUSHER_SECRET: "s" });
    expect(parseEnv(env).pusher).toBeUndefined();
  });

  test("a service that the environment names is left as it is", () => {
    const named = { PUSHER_APP_ID: "1", PUSHER_KEY: "k", PUSHER_SECRET: "s", PUSHER_CLUSTER: "eu" };
    expect(parseEnv(compose(named)).pusher).toMatchObject({
      appId: "1",
      cluster: "eu",
      tls: true,
      port: 443,
    });
    expect(compose(named).REALTIME_PORT).toBeUndefined();
  });

  test("behind a proxy the world's address differs from the server's own", () => {
    const env = compose({
      BASE_URL: "https://meet.foyer.test",
      PUSHER_HOST: "meet.foyer.test",
      PUSHER_PORT: "443",
      PUSHER_TLS: "true",
    });
    expect(env).toMatchObject({
      PUSHER_HOST: "meet.foyer.test",
      PUSHER_PORT: "443",
      PUSHER_TLS: "true",
      REALTIME_PORT: "6001",
      REALTIME_HOST: "127.0.0.1",
      REALTIME_ORIGINS: "https://meet.foyer.test",
    });
  });
});

describe("secrets", () => {
  test("the environment's own win", () => {
    expect(compose({ AUTH_SECRET: "mine", CRON_SECRET: "ours" })).toMatchObject({
      AUTH_SECRET: "mine",
      NEXTAUTH_SECRET: "mine",
      CRON_SECRET: "ours",
    });
  });

  test("a public server with a database of its own must be given them", () => {
    const env = compose({
      DATABASE_URL: "postgres://foyer_app:pw@db/foyer",
      BASE_URL: "https://meet.foyer.test",
    });
    expect(env.AUTH_SECRET).toBeUndefined();
    expect(env.FOYER_EMBEDDED).toBe("0");
  });
});
