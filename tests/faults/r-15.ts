import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { aBrowser, asPerson, enterRoom, peopleShown } from "./support/browsers";
import type { Fault } from "./support/fault";
import { until } from "./support/stack";
import { verifyInvariants } from "./support/verify";

/** A device that fell silent is gone when its lease ends. */
const LEASE_S = 45;

const fault: Fault = {
  id: "R-15",
  title: "the owner's browser is killed in the middle of a meeting",
  async run(context) {
    const { figure, notApplicable } = context;
    await context.stack();
    const w = await world();
    const room = await aRoom(w);
    const [chair, guest, other] = [await aBrowser(), await aBrowser(), await aBrowser()];
    try {
      await asPerson(chair.page, w.people.organiser);
      await enterRoom(chair.page, room.publicId);
      for (const [browser, person] of [
        [guest, w.people.invited],
        [other, w.people.moderator],
      ] as const) {
        await asPerson(browser.page, person);
        await enterRoom(browser.page, room.publicId);
      }
      await until(async () => (await peopleShown(guest.page)) === 3, "three people");
      chair.kill();
      const gone = await until(
        async () => (await peopleShown(guest.page)) === 2,
        "the owner is shown as gone",
        90,
      );
      figure("shown as gone after s", gone / 1000, { atMost: LEASE_S + 20 });
      const [session] = await owner()<{ open: number }[]>`
        SELECT count(*)::int AS open FROM conference_sessions WHERE conference_id = ${room.id} AND ended_at IS NULL`;
      figure("the meeting goes on", session?.open ?? 0, { exactly: 1 });
      figure("people who are still inside", await peopleShown(other.page), { exactly: 2 });
      const back = await aBrowser();
      await asPerson(back.page, w.people.organiser);
      const start = performance.now();
      await enterRoom(back.page, room.publicId);
      figure("the owner is back after s", (performance.now() - start) / 1000, { atMost: 15 });
      const [person] = await owner()<{ role: string; stays: number }[]>`
        SELECT role, (SELECT count(*)::int FROM presence_intervals i WHERE i.participant_id = p.id) AS stays
        FROM participants p WHERE conference_id = ${room.id} AND user_id = ${w.people.organiser.userId}`;
      figure("the owner's role is unchanged", person?.role === "owner" ? 1 : 0, { exactly: 1 });
      figure("stays of the owner, before and after", person?.stays ?? 0, { exactly: 2 });
      await until(async () => (await peopleShown(guest.page)) === 3, "three people again");
      await back.close();
      await verifyInvariants(context);
      notApplicable("the state of the recording is known", "nothing is recorded yet");
    } finally {
      await Promise.all([guest.close(), other.close()]);
    }
  },
};
export default fault;
