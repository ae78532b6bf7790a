import Papa from "papaparse";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { disableUser } from "@/lib/accounts/users/commands";
import type { UserActor } from "@/lib/server/actor";
import { owner } from "../support/database";
import { aGroup } from "../support/groups";
import { as } from "../support/run";
import { anAccount, aPerson, type Person, signedIn, type Tenant } from "../support/world";

const caller = vi.hoisted(() => ({ actor: null as unknown, locale: "en" as "en" | "fr" }));

// The two things that only a request of Next can tell: who asks, and in which language.
vi.mock("@/lib/server/actor", async (original) => ({
  ...(await original<object>()),
  requireActor: async () => {
    if (!caller.actor) throw new Error("signed out");
    return caller.actor;
  },
}));
vi.mock("next-intl/server", async () => {
  const { createTranslator } = await import("next-intl");
  const load = async () => (await import(`@/messages/${caller.locale}.json`)).default;
  return {
    getLocale: async () => caller.locale,
    getTranslations: async (namespace: never) =>
      createTranslator({ locale: caller.locale, messages: await load(), namespace }),
  };
});

const { GET } = await import("@/app/api/exports/users/route");

let tenant: Tenant;
let administrator: UserActor;
let member: Person;
beforeEach(async () => {
  await owner()`TRUNCATE rate_limits`;
  await owner()`DELETE FROM outbox`;
  tenant = await anAccount("Export SCOP");
  administrator = await signedIn(
    await aPerson(tenant, { name: "Zoé Admin", role: "host", isAdministrator: true }),
  );
  member = await aPerson(tenant, { name: "Ada Première" });
  caller.actor = administrator;
  caller.locale = "en";
});

describe("the export", () => {
  const parse = async (response: Response, delimiter = ",") => {
    const text = new TextDecoder().decode(await response.arrayBuffer());
    return Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { delimiter, skipEmptyLines: true }).data;
  };

  test("holds everybody in order, runs nothing in a spreadsheet, and says who saved it", async () => {
    await aGroup(tenant, { name: "Un", members: [member] });
    await aGroup(tenant, { name: "=cmd()", members: [member] });
    const evil = await aPerson(tenant, { name: '=HYPERLINK("http://evil.test","x")' });
    await as(administrator).do(disableUser, { userId: evil.userId });
    const response = await GET();
    expect(response.headers.get("content-disposition")).toContain("export-scop-users-");
    const [header, ...lines] = await parse(response);
    expect(header).toEqual(["Name", "E-mail", "User ID", "Groups", "State", "Administrator"]);
    expect(lines.map(([name]) => name)).toEqual([`'${evil.name}`, "Ada Première", "Zoé Admin"]);
    expect(lines[0]?.[4]).toBe("Disabled");
    expect(lines[1]).toEqual([member.name, member.email, member.loginName, "'=cmd() | Un", "Invited", ""]);
    expect(lines[2]?.[5]).toBe("Administrator");
    const audit =
      await owner()`SELECT 1 FROM audit_events WHERE tenant_id = ${tenant.id} AND action = 'accounts.exportUsers'`;
    expect(audit).toHaveLength(1);
  });

  test("is written for French spreadsheets to somebody who reads French", async () => {
    caller.locale = "fr";
    const [header, first] = await parse(await GET(), ";");
    expect(header).toEqual(["Nom", "E-mail", "Identifiant", "Groupes", "État", "Administrateur"]);
    expect(first?.[0]).toBe("Ada Première");
  });

  test("[A06] does not exist for others", async () => {
    caller.actor = await signedIn(member);
    expect((await GET()).status).toBe(404);
    caller.actor = null;
    expect((await GET()).status).toBe(401);
  });
});
