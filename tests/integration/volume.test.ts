import { expect, test } from "vitest";
import { listMeetings, searchMeetings } from "@/lib/conferences/lists/queries";
import { actorOfSession } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { fill } from "../../scripts/volume/fill";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { aRequest, aSession } from "../support/world";

const adminUrl = () => process.env.DATABASE_ADMIN_URL ?? "";

test("a filled account holds to every constraint and invariant, and its lists and searches read like any other's", async () => {
  const account = await fill(adminUrl(), {
    conferences: 300,
    registrations: 400,
    people: undefined,
    account: undefined,
  });
  const { tenantId } = account;
  expect(await brokenInvariants()).toEqual({});
  const [counts] = await owner()`SELECT
    (SELECT count(*)::int FROM conferences WHERE tenant_id = ${tenantId}) AS conferences,
    (SELECT count(*)::int FROM participants WHERE tenant_id = ${tenantId} AND origin = 'registered') AS registrations,
    (SELECT count(*)::int FROM registration_answers WHERE tenant_id = ${tenantId}) AS answers,
    (SELECT count(DISTINCT owner_id)::int FROM conferences WHERE tenant_id = ${tenantId}) > 10 AS has_owners,
    (SELECT count(*)::int FROM conferences WHERE tenant_id = ${tenantId} AND cancelled_at IS NOT NULL) > 0 AS has_cancelled,
    (SELECT bool_and(public_id ~ '^[0-9a-hjkmnp-tv-z]{12}$') FROM conference_numbers WHERE tenant_id = ${tenantId}) AS numbers`;
  expect(counts).toEqual({
    conferences: 300,
    registrations: 400,
    answers: 400,
    has_owners: true,
    has_cancelled: true,
    numbers: true,
  });

  const userId = account.signIn?.userId ?? "";
  const actor = await actorOfSession(
    await aSession({ tenantId, userId, name: "", email: "", loginName: "" }),
    aRequest(),
  );
  if (!actor) throw new Error("the busiest cannot sign in");
  const [page, found] = await withActor(actor, async (scope) => [
    await listMeetings(scope, { filters: {}, from: new Date() }),
    await searchMeetings(scope, { q: "atelier", filters: {} }),
  ]);
  expect(page.entries).toHaveLength(20);
  expect(page.before).toBeDefined();
  expect(found.entries.length).toBeGreaterThan(0);
});

test("an account that exists is filled for its own people", async () => {
  const [account] = await owner()<{ name: string; id: string }[]>`SELECT name, id FROM accounts LIMIT 1`;
  const filled = await fill(adminUrl(), {
    conferences: 40,
    registrations: 10,
    people: undefined,
    account: account?.name,
  });
  expect(filled).toMatchObject({ tenantId: account?.id, people: 20, signIn: undefined });
  expect(await brokenInvariants()).toEqual({});
  await expect(
    fill(adminUrl(), { conferences: 1, registrations: 0, people: undefined, account: "Nobody" }),
  ).rejects.toThrow("No account is called Nobody");
});
