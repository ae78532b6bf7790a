import { closePool } from "@/db/client";
import { commandRegistry } from "@/lib/server/command";
import { actionName, aForm, builtActions, callAction } from "../access/built";
import { cookiesOf } from "../access/cookies";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { foreignId, type Persona, stateOfAccount, stateOfWorld } from "../access/personas";
import { allCommands } from "../access/registry";
import { actionRows } from "../access/rows/actions";
import { commandRows } from "../access/rows/commands";
import { expect, test } from "../e2e/support/browser";
import { quiet } from "../e2e/support/quiet";
import { closeOwner } from "../support/database";

/** Nobody gets more of a server action over the wire than its row says, with nothing and with what is not theirs. */
let w: FurnishedWorld;
test.beforeAll(async () => {
  await allCommands();
  w = await furnishedWorld();
});
test.afterAll(async () => {
  await closePool();
  await closeOwner();
});

const callers: Persona[] = ["anonymous", "foreigner", "member", "organiser", "administrator"];

/** What names records, with those of the account that is not the caller's. */
function foreignFields(persona: Persona): Record<string, string> {
  const isTheirs = persona === "foreigner";
  const mine = {
    id: w.meeting.id,
    conferenceId: w.meeting.id,
    contactId: w.contactId,
    participantId: w.registration.participantId,
    userId: w.people.organiser.userId,
    publicId: w.meeting.publicId,
    login: w.people.organiser.loginName,
  };
  const theirs = {
    ...Object.fromEntries(Object.keys(mine).map((name) => [name, foreignId(w, name)])),
    publicId: w.foreignMeeting.publicId,
    login: w.people.foreigner.loginName,
  };
  const rest = { kind: "person", displayName: "Autre nom", version: "1", name: "Autre nom" };
  return { ...(isTheirs ? mine : theirs), ...rest };
}

for (const action of builtActions()) {
  const name = actionName(action);
  test(`with nothing and with what is not theirs, nobody gets more than the row says: ${name}`, async () => {
    const command = actionRows[name]?.runs[0] ?? "";
    for (const persona of callers) {
      const isAllowed = commandRows[command]?.expect[persona] === "ok";
      const fields = foreignFields(persona);
      const theirs = persona === "foreigner" ? w.tenant : w.other;
      // What anybody may do, such as asking for a new password, may name anybody.
      const isPublic = commandRegistry.get(command)?.isPublic === true;
      const state = async () =>
        isAllowed ? (isPublic ? "" : await stateOfAccount(theirs.id)) : await stateOfWorld();
      // What the one before was allowed to do has its consequences first.
      await quiet();
      const before = await state();
      for (const args of [
        [],
        [null],
        [{}],
        [fields],
        [{ at: 0 }, fields],
        aForm([], {}),
        aForm([{ at: 0 }], {}),
        aForm([], fields),
        aForm([{ at: 0 }], fields),
      ]) {
        // Some calls end the session, so each has its own.
        const { status } = await callAction(w, action, await cookiesOf(w, persona), args);
        expect([persona, args, status < 500 ? "answered" : status]).toEqual([persona, args, "answered"]);
      }
      expect([persona, await state()]).toEqual([persona, before]);
    }
  });
}
