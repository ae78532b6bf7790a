import { encode } from "next-auth/jwt";
import { closePool } from "@/db/client";
import { setRights } from "@/lib/accounts/commands";
import { removeMember } from "@/lib/accounts/groups/commands";
import { rightCodes } from "@/lib/accounts/rules";
import { disableUser, setAdministrator } from "@/lib/accounts/users/commands";
import { signOutEverywhere } from "@/lib/auth/commands";
import { createConference } from "@/lib/conferences/commands";
import { addContact } from "@/lib/contacts/commands";
import type { ErrorCode, Result } from "@/lib/errors";
import { textsOf } from "@/lib/i18n/texts";
import { actorOfSession, type RightCode, sessionCookieName } from "@/lib/server/actor";
import { cookiesOf } from "../access/cookies";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { sameOrigin, send } from "../access/http";
import { shown } from "../access/routes";
import { aRoom } from "../support/conferences";
import { aPersonToKeep } from "../support/contacts";
import { closeOwner, owner } from "../support/database";
import { aGroup } from "../support/groups";
import { as, codeOf } from "../support/run";
import { anonymous, aPerson, aRequest, aSession, type Person, signedIn } from "../support/world";
import { expect, test } from "./support/browser";

/**
 * What a person cannot do says why, on every page and in every answer, in the words of the server's own refusal; and
 * what is taken from somebody is gone from every door at the next request.
 */
let w: FurnishedWorld;
test.beforeAll(async () => {
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

type State = { name: string; set: (person: Person, right: RightCode) => Promise<unknown>; isGiven: boolean };

const choices = (right: RightCode, choice: "allow" | "deny") => ({
  was: "",
  rights: Object.fromEntries(rightCodes.map((code) => [code, code === right ? choice : "group"])),
});

const choose = (person: Person, right: RightCode, choice: "allow" | "deny") =>
  as(w.actors.administrator).do(setRights, { userId: person.userId, ...choices(right, choice) });

const grouped = (person: Person, right: RightCode) =>
  aGroup(w.tenant, { name: `Groupe ${crypto.randomUUID()}`, rights: [right], members: [person] });

/** Every way to have a right or not. */
const states: State[] = [
  { name: "nobody gives it", isGiven: false, set: async () => {} },
  { name: "a group gives it", isGiven: true, set: grouped },
  { name: "it is given to the person alone", isGiven: true, set: (p, right) => choose(p, right, "allow") },
  {
    name: "a group gives it and it is kept from the person",
    isGiven: false,
    set: async (p, right) => {
      await grouped(p, right);
      await choose(p, right, "deny");
    },
  },
  {
    name: "the person was in the group that gives it",
    isGiven: false,
    set: async (p, right) => {
      const groupId = await grouped(p, right);
      await as(w.actors.administrator).do(removeMember, { groupId, userId: p.userId });
    },
  },
];

type Guarded = {
  right: RightCode;
  /** Pages that offer what the right is for, or say why not. */
  pages: string[];
  act: (person: Person) => Promise<Result<unknown>>;
};

/** What the rights guard today; the others guard functions that come later. */
const guarded: Guarded[] = [
  {
    right: "create_conferences",
    pages: ["/home", "/meetings", "/rooms", "/people", "/profile", "/meetings/new?kind=room"],
    act: async (person) => as(await signedIn(person)).run(createConference, aRoomToMake),
  },
  {
    right: "address_book",
    pages: ["/people", "/people/contacts", "/people/contacts/new"],
    act: async (person) => as(await signedIn(person)).run(addContact, aPersonToKeep()),
  },
];

/** Text as React writes it into a page. */
const written = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("'", "&#x27;");

for (const { right, pages, act } of guarded) {
  for (const { name, set, isGiven } of states) {
    for (const locale of ["en", "fr"] as const) {
      test(`[A07, A09, H02] ${right} in ${locale}, ${name}: pages say what the server says`, async () => {
        const person = await aPerson(w.tenant, { name: "Noé Petit" });
        await owner()`UPDATE users SET locale = ${locale} WHERE id = ${person.userId}`;
        await set(person, right);
        const result = await act(person);
        expect(result.ok).toBe(isGiven);
        const texts = textsOf(locale, "errors") as unknown as (code: ErrorCode, params?: object) => string;
        const { administrator } = w.people;
        const code = `right_${right}` as ErrorCode;
        const reason = texts(code, { who: administrator.name });
        if (!result.ok) expect(texts(result.error.code, result.error.params)).toBe(reason);
        const cookies = await cookiesOf({ ...w, people: { ...w.people, member: person } }, "member");
        for (const page of pages) {
          const { status, body } = await send(page, { cookies });
          const says = body.includes(reason) || body.includes(written(reason));
          expect([page, status, says]).toEqual([page, 200, !isGiven]);
        }
        if (right !== "create_conferences") return;
        const found = await send("/api/users?q=", { cookies, headers: sameOrigin });
        const answer = JSON.parse(found.body) as Result<unknown>;
        expect([found.status, answer.ok ? "ok" : answer.error]).toEqual(
          isGiven ? [200, "ok"] : [403, { code, params: { who: administrator.name } }],
        );
      });
    }
  }
}

const post = (path: string, cookies: Record<string, string>, body: object | URLSearchParams) => {
  const isForm = body instanceof URLSearchParams;
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  return send(path, {
    cookies,
    headers: { ...sameOrigin, "content-type": type },
    body: isForm ? String(body) : JSON.stringify(body),
  });
};

/** Somebody who may create conferences by a group, owns a room and is signed in on one device. */
async function anOrganiser() {
  const person = await aPerson(w.tenant, { name: "Noé Petit" });
  const groupId = await grouped(person, "create_conferences");
  const sid = await aSession(person);
  const token = { sub: person.userId, sid };
  const cookies = { [sessionCookieName()]: await encode({ token, secret: process.env.AUTH_SECRET ?? "" }) };
  const room = await aRoom(w, { organiser: await signedIn(person), people: [] });
  /** Every kind of door, with the session that this browser holds. */
  const doors = async () => {
    const device = { clientId: crypto.randomUUID(), takeOver: true };
    const actor = (await actorOfSession(sid, aRequest())) ?? anonymous();
    return {
      page: (await send("/home", { cookies })).status,
      search: (await send("/api/users?q=an", { cookies, headers: sameOrigin })).status,
      join: (await post(`/api/room/${room.publicId}/join`, cookies, device)).status,
      channel: (await post("/api/realtime/sign-in", cookies, new URLSearchParams({ socket_id: "1.1" })))
        .status,
      file: (await send(`/api/exports/entries?conference=${room.id}`, { cookies, headers: sameOrigin }))
        .status,
      link: (await send(`/c/${shown(room.publicId)}`, { cookies })).status,
      action: codeOf(await as(actor).run(createConference, aRoomToMake)),
    };
  };
  return { person, groupId, doors };
}

const aRoomToMake = { kind: "room", name: "Salle", participants: [] };
const open = { page: 200, search: 200, join: 200, channel: 200, file: 200, link: 200, action: "ok" };
const closed = {
  page: 404,
  search: 401,
  join: 404,
  channel: 403,
  file: 401,
  link: 404,
  action: "signed_out",
};

type Loss = {
  name: string;
  take: (one: { person: Person; groupId: string }) => Promise<unknown>;
  leaves: Record<keyof typeof open, string | number>;
};

const boss = () => as(w.actors.administrator);

const losses: Loss[] = [
  {
    name: "leaves the group that gives the right",
    take: ({ person: { userId }, groupId }) => boss().do(removeMember, { groupId, userId }),
    leaves: { ...open, search: 403, action: "right_create_conferences" },
  },
  {
    name: "is kept from the right",
    take: ({ person }) => choose(person, "create_conferences", "deny"),
    leaves: { ...open, search: 403, action: "right_create_conferences" },
  },
  {
    name: "is disabled",
    take: ({ person: { userId } }) => boss().do(disableUser, { userId }),
    leaves: closed,
  },
  {
    name: "signs out everywhere on another device",
    take: async ({ person }) => as(await signedIn(person)).do(signOutEverywhere, {}),
    leaves: closed,
  },
  {
    name: "becomes an administrator and is to sign in anew",
    take: ({ person: { userId } }) => boss().do(setAdministrator, { userId, isAdministrator: true }),
    leaves: closed,
  },
];

for (const { name, take, leaves } of losses) {
  test(`[A07] who ${name} meets it at the next request: page, search, room, channel, file, link and action (T-07, T-22)`, async () => {
    const one = await anOrganiser();
    expect(await one.doors()).toEqual(open);
    await take(one);
    expect(await one.doors()).toEqual(leaves);
  });
}
