import { describe, expect, test } from "vitest";
import { runJob } from "@/lib/jobs/run";
import { getHealth } from "@/lib/server/health";
import {
  enterGuestPage,
  saveGuestPage,
  saveMailSwitch,
  saveMediaLimits,
  saveOrganisation,
  saveSignInPolicy,
} from "@/lib/settings/commands";
import { getServerSettings, isGuestPageOpen } from "@/lib/settings/queries";
import { clock, owner } from "../support/database";
import { as, codeOf } from "../support/run";
import { anonymous, world } from "../support/world";

const w = await world();
const { administrator, foreignAdministrator, member } = w.actors;

const now = async () => (await getServerSettings()).version;

describe("settings of the server", () => {
  test("[B07, B08] an administrator of the server sets the number of tries and the length of a block", async () => {
    await as(administrator).do(saveSignInPolicy, {
      version: String(await now()),
      attempts: "5",
      minutes: "30",
    });
    expect((await getServerSettings()).lockout).toEqual({ attempts: 5, minutes: 30, mailEnds: true });
  });

  test.each([
    ["attempts", "0", "number_min"],
    ["attempts", "101", "number_max"],
    ["attempts", "", "required"],
    ["attempts", "five", "not_a_number"],
    ["attempts", "1e2", "not_a_number"],
    ["minutes", "-5", "not_a_number"],
    ["minutes", "99999999", "number_max"],
  ])("%s %j: %s", async (field, value, code) => {
    const input = { version: await now(), attempts: "5", minutes: "30", [field]: value };
    const result = await as(administrator).run(saveSignInPolicy, input);
    expect(result).toMatchObject({ ok: false, error: { fields: { [field]: { code } } } });
  });

  test("who saves an outdated form is told, and nothing is lost of the other change", async () => {
    const version = await now();
    await as(administrator).do(saveOrganisation, { version, organisation: "Clairval", contact: "poste 210" });
    const late = await as(administrator).run(saveMailSwitch, { version, mailInvitations: false });
    expect(codeOf(late)).toBe("conflict");
    expect(await getServerSettings()).toMatchObject({
      organisation: "Clairval",
      contact: "poste 210",
      mailInvitations: true,
      lockout: { attempts: 5, minutes: 30, mailEnds: true },
    });
  });

  test("of two who save at the same moment one is told", async () => {
    const version = await now();
    const both = await Promise.all(
      [true, false].map((mailInvitations) =>
        as(administrator).run(saveMailSwitch, { version, mailInvitations }),
      ),
    );
    expect(both.map(codeOf).sort()).toEqual(["conflict", "ok"]);
  });

  test("[M15] the switch for e-mail invitations is kept", async () => {
    await as(administrator).do(saveMailSwitch, { version: await now(), mailInvitations: false });
    expect((await getServerSettings()).mailInvitations).toBe(false);
    await as(administrator).do(saveMailSwitch, { version: await now(), mailInvitations: true });
    expect((await getServerSettings()).mailInvitations).toBe(true);
  });

  test("media limits are at least a pair", async () => {
    const limits = { all_on_screen: "8", lecture: "50", role_based: "1" };
    const result = await as(administrator).run(saveMediaLimits, { version: await now(), ...limits });
    expect(result).toMatchObject({
      error: { fields: { role_based: { code: "number_min", params: { min: 2 } } } },
    });
    await as(administrator).do(saveMediaLimits, { version: await now(), ...limits, role_based: "20" });
    expect((await getServerSettings()).mediaLimits).toEqual({
      all_on_screen: 8,
      lecture: 50,
      role_based: 20,
    });
  });

  test("[A06] for everybody else these settings do not exist", async () => {
    const before = await getServerSettings();
    for (const actor of [member, foreignAdministrator]) {
      const input = { version: before.version, attempts: 1, minutes: 1 };
      expect(codeOf(await as(actor).run(saveSignInPolicy, input))).toBe("not_found");
    }
    expect(codeOf(await as(anonymous()).run(saveSignInPolicy, { version: 1, attempts: 1, minutes: 1 }))).toBe(
      "signed_out",
    );
    expect(await getServerSettings()).toEqual(before);
  });

  test("what was changed is in the audit log, without the code of the guest page", async () => {
    await as(administrator).do(saveGuestPage, {
      version: await now(),
      isProtected: true,
      code: "rouge-gorge",
    });
    const [row] = await owner()`SELECT diff::text AS diff FROM audit_events
      WHERE action = 'settings.saveGuestPage' ORDER BY occurred_at DESC, id DESC LIMIT 1`;
    expect(row?.diff).toBe('{"guestPageProtected": true}');
    const dump =
      await owner()`SELECT s::text AS row FROM server_settings s UNION ALL SELECT a::text FROM audit_events a`;
    expect(dump.map((r) => r.row).join("\n")).not.toContain("rouge-gorge");
    await as(administrator).do(saveGuestPage, { version: await now(), isProtected: false });
  });
});

describe("the guest page", () => {
  test("[A13] is public by default; with a code only its holders see it, and another code closes it again", async () => {
    expect(isGuestPageOpen(await getServerSettings(), undefined)).toBe(true);
    const empty = await as(administrator).run(saveGuestPage, {
      version: await now(),
      isProtected: true,
      code: "",
    });
    expect(empty).toMatchObject({ error: { fields: { code: { code: "required" } } } });
    const short = await as(administrator).run(saveGuestPage, {
      version: await now(),
      isProtected: true,
      code: "abc",
    });
    expect(short).toMatchObject({ error: { fields: { code: { code: "too_short" } } } });
    await as(administrator).do(saveGuestPage, {
      version: await now(),
      isProtected: true,
      code: "rouge-gorge",
    });

    const settings = await getServerSettings();
    expect(isGuestPageOpen(settings, undefined)).toBe(false);
    expect(isGuestPageOpen(settings, "made.up")).toBe(false);
    const { pass } = await as(anonymous()).do(enterGuestPage, { code: " rouge-gorge " });
    expect(isGuestPageOpen(settings, pass)).toBe(true);
    expect(isGuestPageOpen(settings, `${pass}x`)).toBe(false);

    // An empty field keeps the code.
    await as(administrator).do(saveGuestPage, { version: await now(), isProtected: true, code: "" });
    expect(isGuestPageOpen(await getServerSettings(), pass)).toBe(true);
    await as(administrator).do(saveGuestPage, {
      version: await now(),
      isProtected: true,
      code: "hirondelle",
    });
    expect(isGuestPageOpen(await getServerSettings(), pass)).toBe(false);
  });

  test("[A13] wrong codes have a count of their own, by network, and it ends by itself", async () => {
    const guest = anonymous();
    const other = anonymous();
    Object.assign(other.request, { address: "192.0.2.77" });
    const codes = [];
    for (let i = 0; i < 11; i++)
      codes.push(codeOf(await as(guest).run(enterGuestPage, { code: `wrong-${i}` })));
    expect(codes).toEqual([...Array(9).fill("wrong_code"), "code_locked", "code_locked"]);
    expect(codeOf(await as(guest).run(enterGuestPage, { code: "hirondelle" }))).toBe("code_locked");
    expect(codeOf(await as(other).run(enterGuestPage, { code: "hirondelle" }))).toBe("ok");
    try {
      await clock.advance(15 * 60 + 1);
      expect(codeOf(await as(guest).run(enterGuestPage, { code: "hirondelle" }))).toBe("ok");
    } finally {
      await clock.reset();
    }
  });
});

describe("health", () => {
  test("says what works, without a secret, and turns red when no job was called for three minutes", async () => {
    await runJob("outbox");
    await runJob("live-sweep");
    const health = await getHealth();
    expect(health).toMatchObject({
      ok: true,
      database: { state: "ok" },
      realtime: { state: "off" },
      mail: { state: "mailbox", waiting: 0 },
      jobs: { state: "ok" },
    });
    expect(health.version).toMatch(/^\d+\.\d+\.\d+$/);
    const text = JSON.stringify(health);
    for (const secret of [process.env.AUTH_SECRET, process.env.CRON_SECRET, process.env.DATABASE_URL]) {
      expect(text).not.toContain(secret);
    }
    try {
      await clock.advance(179);
      expect((await getHealth()).ok).toBe(true);
      await clock.advance(2);
      expect(await getHealth()).toMatchObject({
        ok: false,
        jobs: { state: "late" },
        database: { state: "ok" },
      });
    } finally {
      await clock.reset();
    }
  });
});
