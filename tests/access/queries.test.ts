import { beforeAll, describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { lookUp } from "@/lib/registrations/lookup/queries";
import { findLink, findReach } from "@/lib/registrations/queries";
import { anonymousActor } from "@/lib/server/actor";
import { withVisitor } from "@/lib/server/scope";
import { owner } from "../support/database";
import { aRequest, unknownPublicId } from "../support/world";
import { type FurnishedWorld, furnishedWorld, marksOf } from "./furnished";
import { holdsSomething, marksIn, readAtHome, readOnThePage, userOf } from "./read";
import { allQueries, complete, unmatched } from "./registry";
import { allQueryRows, queriesElsewhere, queryRows } from "./rows/queries";
import { foreigners, users, visitors } from "./rows/types";

const anonymous = () => anonymousActor(aRequest());

let w: FurnishedWorld;
let marks: string[];
/** Words that no stranger may read on a page: everybody of the account but the owner's id, and other guests. */
let people: string[];
beforeAll(async () => {
  w = await furnishedWorld();
  marks = await marksOf(w.tenant);
  const rows = await owner()<{ mark: string }[]>`
    SELECT email AS mark FROM users WHERE tenant_id = ${w.tenant.id}
    UNION SELECT login_key FROM login_names WHERE tenant_id = ${w.tenant.id}
    UNION SELECT id::text FROM users WHERE tenant_id = ${w.tenant.id} AND id <> ${w.people.organiser.userId}
    UNION SELECT id::text FROM participants WHERE tenant_id = ${w.tenant.id} AND id <> ${w.registration.participantId}
    UNION SELECT email FROM participants WHERE tenant_id = ${w.tenant.id} AND email IS NOT NULL
      AND id <> ${w.registration.participantId}`;
  people = rows.map((row) => row.mark);
});

test("every query has a row, and every row a query", async () => {
  expect(unmatched(await allQueries(), queryRows, queriesElsewhere)).toEqual(complete);
});

test("every row lets somebody through, so that its denials mean something", () => {
  expect(allQueryRows.filter(({ row }) => row.users.length === 0).map(({ name }) => name)).toEqual([]);
});

describe.each(allQueryRows)("$name", ({ row }) => {
  test("gives something to those it is for, and nothing to the rest of the account", async () => {
    const values = await Promise.all(users.map(async (p) => readAtHome(row, w, await userOf(w, p))));
    const got = users.filter((_persona, i) => holdsSomething(values[i]));
    expect(got).toEqual(users.filter((persona) => row.users.includes(persona)));
  });

  test("gives nothing of this account to the users of another one", async () => {
    for (const persona of foreigners) {
      const value = await readAtHome(row, w, await userOf(w, persona));
      if (!row.isOwnAffair) expect(holdsSomething(value), persona).toBe(false);
      expect(marksIn(value, marks), persona).toEqual([]);
    }
  });

  test("gives strangers on the page what is theirs, and of people only themselves", async () => {
    const tried = row.usersOnly ? foreigners : visitors;
    const values = await Promise.all(tried.map((persona) => readOnThePage(row, w, persona)));
    for (const [i, persona] of tried.entries()) {
      const others = persona === "guest" ? people : [...people, w.registration.email];
      expect(marksIn(values[i], others), persona).toEqual([]);
    }
    const got = tried.filter((_persona, i) => holdsSomething(values[i]));
    expect(got).toEqual(tried.filter((persona) => row.visitors?.includes(persona)));
  });
});

describe("before the account is known", () => {
  test("[J03] a private conference opens for no stranger, whatever is asked", async () => {
    const reach = await findReach(w.meeting.publicId);
    expect(reach).toMatchObject({ conferenceId: w.meeting.id, visibility: "private" });
    if (!reach) return;
    for (const actor of [anonymous(), w.actors.foreigner]) {
      expect(() => withVisitor(actor, reach, async () => "in")).toThrow(new AppError("not_found"));
    }
    expect(await withVisitor(w.actors.member, reach, async () => "in")).toBe("in");
  });

  test("an ID that is typed finds public conferences for all, private ones for the account, and else nothing", async () => {
    const found = async (publicId: string, actor: Parameters<typeof lookUp>[1]) =>
      (await lookUp(publicId, actor)).state;
    for (const actor of [anonymous(), w.actors.foreigner, w.actors.member]) {
      expect(await found(w.webinar.publicId, actor)).toBe("found");
      expect(await found(unknownPublicId(), actor)).toBe("unknown");
    }
    expect(await found(w.meeting.publicId, w.actors.member)).toBe("found");
    expect(await found(w.meeting.publicId, w.actors.foreigner)).toBe("unknown");
    expect(await found(w.meeting.publicId, anonymous())).toBe("unknown");
  });

  test("a personal link leads to its own person, and a made-up one nowhere", async () => {
    expect(await findLink(w.token)).toEqual({
      tenantId: w.tenant.id,
      conferenceId: w.webinar.id,
      participantId: w.registration.participantId,
    });
    for (const token of ["", w.token.slice(1), `${w.token}A`, w.token.replace(/.$/, "!"), "A".repeat(43)]) {
      expect(await findLink(token)).toBeNull();
    }
  });
});
