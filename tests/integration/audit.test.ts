import Papa from "papaparse";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { pool } from "@/db/client";
import { createGroup } from "@/lib/accounts/groups/commands";
import { sealAudit } from "@/lib/audit/chain/jobs";
import { verifyChain } from "@/lib/audit/chain/queries";
import { type AuditFilters, type AuditPage, getSeal, listEvents } from "@/lib/audit/queries";
import { uuidv7 } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { enter, withActor } from "@/lib/server/scope";
import { saveOrganisation } from "@/lib/settings/commands";
import { owner } from "../support/database";
import { as, codeOf } from "../support/run";
import { anAccount, aPerson, type Person, signedIn, type Tenant } from "../support/world";

const caller = vi.hoisted(() => ({ actor: null as unknown, locale: "en" as "en" | "fr" }));

// The two things that only a request of Next can tell: who asks, and in which language.
vi.mock("@/lib/server/actor", async (original) => ({
  ...(await original<object>()),
  requireActor: async () => caller.actor,
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

const { GET } = await import("@/app/api/exports/audit/route");

let tenant: Tenant;
let administrator: UserActor;
let member: Person;
beforeEach(async () => {
  await owner()`TRUNCATE rate_limits`;
  tenant = await anAccount("Journal SARL");
  administrator = await signedIn(
    await aPerson(tenant, { name: "Zoé Admin", role: "host", isAdministrator: true }),
  );
  member = await aPerson(tenant, { name: "Ada Première" });
});

/** Events as commands leave them, a minute apart, the last one a minute ago. */
async function events(count: number, more: { action?: string; actor?: string; outcome?: string } = {}) {
  await owner()`INSERT INTO audit_events (tenant_id, occurred_at, id, actor_kind, actor_id, action, outcome, reason)
    SELECT ${tenant.id}, app_now() - make_interval(mins => n), gen_random_uuid(), 'user',
      ${more.actor ?? administrator.userId}, ${more.action ?? "auth.signIn"}, ${more.outcome ?? "ok"},
      ${more.outcome === "denied" ? "not_found" : null} FROM generate_series(1, ${count}) n`;
}

const read = (options: Parameters<typeof listEvents>[1] = {}): Promise<AuditPage> =>
  withActor(administrator, (scope) => listEvents(scope, options));
const shown = async (filters: AuditFilters) => (await read({ filters })).events.map(({ action }) => action);
const verified = () => verifyChain({ tenantId: tenant.id, account: tenant.name });
const aLinkOf = async () => {
  const [link] = await owner()<{ event_id: string; link_no: string }[]>`
    SELECT event_id, link_no FROM audit_chain WHERE tenant_id = ${tenant.id} ORDER BY link_no OFFSET 2 LIMIT 1`;
  if (!link) throw new Error("nothing is sealed");
  return { eventId: link.event_id, linkNo: Number(link.link_no) };
};

describe("the seal", () => {
  test("covers what commands did and what was refused, once each, by several sealers at once (T-41)", async () => {
    await as(administrator).do(createGroup, { name: "Exploitation", rights: [] });
    expect(codeOf(await as(await signedIn(member)).run(createGroup, { name: "Non", rights: [] }))).toBe(
      "not_found",
    );
    await events(1200);
    await Promise.all([sealAudit(), sealAudit(), sealAudit()]);
    // Whoever came second left the work to the first.
    await sealAudit();
    const { links, head, waiting, findings } = await verified();
    const [stored] = await owner()<{ n: number }[]>`
      SELECT count(*)::int AS n FROM audit_events WHERE tenant_id = ${tenant.id}`;
    expect({ links, waiting, findings }).toEqual({ links: stored?.n, waiting: 0, findings: [] });
    expect(links).toBeGreaterThanOrEqual(1202);
    expect(await withActor(administrator, (scope) => getSeal(scope))).toMatchObject({
      links,
      head,
      waiting: 0,
    });
  });

  test("shows a changed and a missing event, and that a head of before is no longer there", async () => {
    await events(10);
    await sealAudit();
    const before = await verified();
    expect(before.findings).toEqual([]);
    const { eventId, linkNo } = await aLinkOf();
    await owner()`UPDATE audit_events SET action = 'auth.signOut' WHERE tenant_id = ${tenant.id} AND id = ${eventId}`;
    expect((await verified()).findings).toEqual([{ kind: "changed", linkNo, eventId }]);
    await owner()`DELETE FROM audit_events WHERE tenant_id = ${tenant.id} AND id = ${eventId}`;
    expect((await verified()).findings).toEqual([{ kind: "missing", linkNo, eventId }]);
    // Whoever owns the database can cut the end off, and only a head that was kept elsewhere tells.
    const known = { linkNo: before.links, hash: before.head };
    await owner().begin(async (sql) => {
      await sql`ALTER TABLE audit_chain DISABLE TRIGGER audit_chain_immutable`;
      await sql`DELETE FROM audit_events e USING audit_chain c WHERE c.tenant_id = ${tenant.id} AND c.link_no >= 3
        AND e.tenant_id = c.tenant_id AND e.id = c.event_id`;
      await sql`DELETE FROM audit_chain WHERE tenant_id = ${tenant.id} AND link_no >= 3`;
      await sql`ALTER TABLE audit_chain ENABLE TRIGGER audit_chain_immutable`;
    });
    expect((await verified()).findings).toEqual([]);
    expect((await verifyChain({ tenantId: tenant.id, account: "" }, known)).findings).toEqual([
      { kind: "broken", linkNo: known.linkNo, eventId: null },
    ]);
  });

  test("is missed where an event was slipped in without one", async () => {
    const id = uuidv7();
    await owner().begin(async (sql) => {
      await sql`ALTER TABLE audit_events DISABLE TRIGGER audit_events_queue`;
      await sql`INSERT INTO audit_events (tenant_id, id, actor_kind, action, outcome)
        VALUES (${tenant.id}, ${id}, 'system', 'auth.signIn', 'ok')`;
      await sql`ALTER TABLE audit_events ENABLE TRIGGER audit_events_queue`;
    });
    expect((await verified()).findings).toEqual([{ kind: "unqueued", linkNo: null, eventId: id }]);
  });

  test("and the events are only ever added by the application (T-41)", async () => {
    await events(1);
    await sealAudit();
    const attempt = (statement: string) =>
      pool().db.transaction(async (tx) => {
        await enter(tx, "foyer_app", { tenantId: tenant.id });
        await tx.execute(statement);
      });
    for (const statement of [
      "UPDATE audit_events SET action = 'x'",
      "DELETE FROM audit_events",
      "UPDATE audit_chain SET hash = hash",
      "DELETE FROM audit_chain",
      "UPDATE audit_unsealed SET digest = digest",
    ]) {
      await expect(attempt(statement), statement).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});

describe("the log", () => {
  test("comes in pages without a gap, there and back", async () => {
    await events(120);
    const pages: AuditPage[] = [await read()];
    for (let next = pages[0]?.after; next; next = pages.at(-1)?.after)
      pages.push(await read({ after: next }));
    const ids = pages.flatMap((page) => page.events.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(pages.map((page) => page.events.length)).toEqual([50, 50, ids.length - 100]);
    expect(pages[0]?.before).toBeUndefined();
    const back = await read({ before: pages[2]?.before });
    expect(back.events).toEqual(pages[1]?.events);
    expect((await read({ before: back.before })).events).toEqual(pages[0]?.events);
  });

  test("is narrowed to a person, an area, an action, an outcome and days", async () => {
    await events(1, { action: "auth.signOut", actor: member.userId });
    await events(1, { action: "contacts.add", outcome: "denied" });
    await owner()`INSERT INTO audit_events (tenant_id, occurred_at, id, actor_kind, target_id, action, outcome)
      VALUES (${tenant.id}, '2026-01-31T23:30:00Z', gen_random_uuid(), 'system', ${member.userId}, 'accounts.saveUser', 'ok')`;
    expect(await shown({ q: "ada" })).toEqual(["auth.signOut", "accounts.saveUser"]);
    expect(await shown({ q: "nobody" })).toEqual([]);
    expect(await shown({ area: "contacts" })).toEqual(["contacts.add"]);
    expect(await shown({ action: "auth.signOut" })).toEqual(["auth.signOut"]);
    expect(await shown({ outcome: "denied" })).toEqual(["contacts.add"]);
    // Half past eleven in London is the next day in Paris, where the reader is.
    expect(await shown({ from: "2026-01-31", to: "2026-01-31" })).toEqual([]);
    expect(await shown({ from: "2026-02-01", to: "2026-02-01" })).toEqual(["accounts.saveUser"]);
    const [event] = (await read({ filters: { action: "accounts.saveUser" } })).events;
    expect(event).toMatchObject({ actorName: null, targetName: "Ada Première", targetIsUser: true });
  });

  test("holds nothing of another account, and does not exist for others", async () => {
    const other = await signedIn(await aPerson(await anAccount("Autre"), { isAdministrator: true }));
    await events(3);
    const theirs = await withActor(other, (scope) => listEvents(scope));
    expect(theirs.events.filter(({ actorId }) => actorId === administrator.userId)).toEqual([]);
    const nosy = await signedIn(member);
    await expect(withActor(nosy, (scope) => listEvents(scope))).rejects.toMatchObject({ code: "not_found" });
  });

  test("is saved as the filters leave it, in the reader's language, and that is in the log", async () => {
    await events(2, { action: "contacts.delete" });
    await events(3);
    caller.actor = administrator;
    caller.locale = "fr";
    const response = await GET(new Request("http://foyer.test/api/exports/audit?area=contacts&q=zo"));
    expect(response.headers.get("content-disposition")).toContain("journal-sarl-journal-d-audit-");
    const text = new TextDecoder().decode(await response.arrayBuffer()).replace(/^\uFEFF/, "");
    const [header, ...lines] = Papa.parse<string[]>(text, { delimiter: ";", skipEmptyLines: true }).data;
    expect(header?.slice(0, 3)).toEqual(["Heure", "Fuseau", "Qui"]);
    expect(lines.map((cells) => [cells[2], cells[4], cells[8]])).toEqual(
      Array(2).fill(["Zoé Admin", "A supprimé un contact", "Effectué"]),
    );
    const [kept] = (await read({ filters: { action: "audit.export" } })).events;
    expect(kept?.diff).toEqual({ area: "contacts", searched: true });
  });

  test("refuses are told with their reason", async () => {
    const nosy = await signedIn(member);
    expect(codeOf(await as(nosy).run(saveOrganisation, { version: 1, name: "x" }))).not.toBe("ok");
    await as(nosy).run(createGroup, { name: "Non", rights: [] });
    const [event] = (await read({ filters: { outcome: "denied", action: "accounts.createGroup" } })).events;
    expect(event).toMatchObject({ actorName: "Ada Première", outcome: "denied", reason: "not_found" });
  });
});
