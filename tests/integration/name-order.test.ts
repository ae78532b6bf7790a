import { beforeAll, describe, expect, test } from "vitest";
import { type DirectoryCursor, listDirectory, searchUsers } from "@/lib/accounts/queries";
import { listEntries, PAGE } from "@/lib/analytics/entries/queries";
import type { Cursor, Direction } from "@/lib/analytics/schema";
import { getConferenceForEdit } from "@/lib/conferences/queries";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { walkIns } from "../support/attendance";
import { aPrivateMeeting, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { anAccount, aPerson, type Person, signedIn, type World, world } from "../support/world";

/** As a dictionary has them: accents and capitals decide only between words that are otherwise the same. */
const inOrder = [
  "Bernard Émond",
  "Elodie Arnaud",
  "élodie Arnaud",
  "Élodie Bernard",
  "Émile Zola",
  "Éric Dubois",
  "Erica Dubois",
  "Łukasz Nowak",
  "Luka Zima",
  "Øystein Berg",
  "Zoé Petit",
].toSorted((a, b) => new Intl.Collator("und").compare(a, b));

let people: Person[];
let reader: UserActor;
let w: World;
beforeAll(async () => {
  w = await world();
  const tenant = await anAccount("Ordre SA");
  people = [];
  for (const name of inOrder.toReversed()) people.push(await aPerson(tenant, { name }));
  const zoe = people.find(({ name }) => name === "Zoé Petit");
  if (!zoe) throw new Error("nobody reads");
  await owner()`INSERT INTO user_rights (tenant_id, user_id, right_code)
    VALUES (${tenant.id}, ${zoe.userId}, 'create_conferences')`;
  reader = await signedIn(zoe);
});

test("accented letters stand beside their plain ones, not after Z", () => {
  const place = (name: string) => inOrder.indexOf(name);
  expect(place("Élodie Bernard")).toBeLessThan(place("Zoé Petit"));
  expect(place("Émile Zola")).toBeLessThan(place("Erica Dubois"));
});

describe("[A04] people of the account are read in the order of dictionaries", () => {
  test("page by page, forward and back", async () => {
    const page = (bound: { after?: DirectoryCursor; before?: DirectoryCursor }) =>
      withActor(reader, (scope) => listDirectory(scope, { ...bound, limit: 3 }));
    const forward: string[][] = [];
    let last = await page({});
    forward.push(last.people.map(({ name }) => name));
    while (last.after) {
      last = await page({ after: last.after });
      forward.push(last.people.map(({ name }) => name));
    }
    expect(forward.flat()).toEqual(inOrder);
    const back: string[] = last.people.map(({ name }) => name);
    while (last.before) {
      last = await page({ before: last.before });
      back.unshift(...last.people.map(({ name }) => name));
    }
    expect(back).toEqual(inOrder);
  });

  test("when they are searched for an invitation, and in the editor once they are invited", async () => {
    const found = await withActor(reader, (scope) => searchUsers(scope, "e", 20));
    const beginsWithE = (name: string) => /(^|\s)[eé]/i.test(name);
    expect(found.users.map(({ name }) => name)).toEqual(inOrder.filter(beginsWithE));
    const others = people.filter(({ userId }) => userId !== reader.userId);
    const { id } = await aPrivateMeeting(w, {
      organiser: reader,
      people: others.slice(0, 5).map(({ userId }) => ({ userId, role: "attendee" })),
    });
    const edited = await withActor(reader, (scope) => getConferenceForEdit(scope, id));
    const names = edited.participants.map(({ name }) => name);
    expect(names).toEqual(inOrder.filter((name) => names.includes(name)));
    expect(names.length).toBe(5);
  });
});

test("[T11] and so are the people on the list of a conference, across pages in both directions", async () => {
  const webinar = await aWebinar(w, { people: [] });
  const names = Array.from({ length: 6 }, (_, i) => inOrder.map((name) => `${name} ${i}`)).flat();
  await walkIns(
    webinar,
    names.map((name) => ({ name })),
  );
  const all = [...names, w.people.organiser.name].toSorted((a, b) => new Intl.Collator("und").compare(a, b));
  const walk = async (direction: Direction) => {
    const read: string[] = [];
    let after: Cursor | undefined;
    do {
      const page = await withActor(w.actors.organiser, (scope) =>
        listEntries(scope, webinar.id, { sort: "name", direction, after }),
      );
      read.push(...page.entries.map((entry) => entry.name));
      after = page.after;
    } while (after);
    return read;
  };
  expect(all.length).toBeGreaterThan(PAGE);
  expect(await walk("asc")).toEqual(all);
  expect(await walk("desc")).toEqual(all.toReversed());
});
