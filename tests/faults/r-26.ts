import { setTimeout as sleep } from "node:timers/promises";
import { cancelConference, deleteConference } from "@/lib/conferences/commands";
import { formatConferenceId } from "@/lib/ids";
import { endForAll } from "@/lib/live/commands";
import { owner } from "../support/database";
import { as } from "../support/run";
import { ask } from "./support/client";
import type { Fault, FaultContext } from "./support/fault";
import { startLoad } from "./support/load";
import type { Stack } from "./support/stack";
import { until } from "./support/stack";
import { verifyInvariants } from "./support/verify";

const fault: Fault = {
  id: "R-26",
  title: "the owner cancels, then deletes conferences while guests register and are inside",
  async run(context) {
    const stack = await context.stack();
    await cancelled(context, stack);
    await deleted(context, stack);
    await verifyInvariants(context);
    context.notApplicable("orphan files", "no file belongs to a conference yet");
  },
};
export default fault;

/** Guests register while the owner cancels: nobody gets a seat afterwards, and everybody before hears of it. */
async function cancelled({ figure }: FaultContext, stack: Stack): Promise<void> {
  const load = await startLoad(stack, { inRoom: 0, exports: 0 });
  await sleep(4000);
  await as(load.world.actors.organiser).do(cancelConference, { id: load.webinar.id });
  await sleep(3000);
  await load.stop();
  const [row] = await owner()<{ late: number; people: number; told: number }[]>`
    SELECT count(*) FILTER (WHERE p.added_at > c.cancelled_at)::int AS late, count(*)::int AS people,
      count(*) FILTER (WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'mail.cancelled' AND o.entity_id = p.id)
        OR EXISTS (SELECT 1 FROM mail_messages m WHERE m.template = 'cancelled' AND m.entity_id = p.id))::int AS told
    FROM participants p JOIN conferences c ON c.id = p.conference_id
    WHERE p.conference_id = ${load.webinar.id} AND p.origin = 'registered'`;
  figure("cancelled: registered before", row?.people ?? 0, { atLeast: 10 });
  figure("cancelled: seats taken afterwards", row?.late ?? Number.NaN, { exactly: 0 });
  figure("cancelled: registered and never told", (row?.people ?? 0) - (row?.told ?? 0), { exactly: 0 });
  figure("cancelled: answers unknown", load.log.idsThatAre("registration", "unknown").length, { exactly: 0 });
}

/** The room is open and people register when it is deleted. */
async function deleted({ figure, note }: FaultContext, stack: Stack): Promise<void> {
  const load = await startLoad(stack, { exports: 0 });
  const { organiser } = load.world.actors;
  await sleep(4000);
  const refused = await as(organiser).run(deleteConference, { id: load.live.id });
  note(`deleting one that is live: ${refused.ok ? "done" : refused.error.code}`);
  if (!refused.ok) await as(organiser).do(endForAll, { publicId: load.live.publicId });
  // A planned conference is cancelled before it is deleted; both in the middle of the rush.
  for (const { id } of [load.live, load.webinar]) {
    await as(organiser).do(cancelConference, { id });
    await as(organiser).do(deleteConference, { id });
  }
  const gone = performance.now();
  const told = await until(async () => {
    const last = load.log.between("roster", gone, Number.POSITIVE_INFINITY);
    return last.length >= 20 && last.slice(-20).every(({ status }) => status === 200 || status === 404);
  }, "everybody inside asked again");
  figure("deleted: everybody inside heard of it after s", told / 1000, { atMost: 5 });
  await sleep(2000);
  await load.stop();
  const page = await ask(`${stack.url}/c/${formatConferenceId(load.webinar.publicId)}`);
  figure("deleted: status of its page", page.status, { exactly: 404 });
  const ids = [load.live.id, load.webinar.id];
  const [orphans] = await owner()<
    Record<"sessions" | "devices" | "stays" | "late" | "lists" | "numbers", number>[]
  >`
    SELECT (SELECT count(*)::int FROM conference_sessions WHERE conference_id = ANY(${ids}) AND ended_at IS NULL) AS sessions,
      (SELECT count(*)::int FROM device_leases WHERE conference_id = ANY(${ids}) AND left_at IS NULL) AS devices,
      (SELECT count(*)::int FROM presence_intervals WHERE conference_id = ANY(${ids}) AND left_at IS NULL) AS stays,
      (SELECT count(*)::int FROM participants p JOIN conferences c ON c.id = p.conference_id
        WHERE p.conference_id = ANY(${ids}) AND p.added_at > c.deleted_at) AS late,
      (SELECT count(*)::int FROM user_conferences WHERE conference_id = ANY(${ids})) AS lists,
      (SELECT count(*)::int FROM conference_numbers WHERE conference_id = ANY(${ids}) AND retired_at IS NULL) AS numbers`;
  for (const [what, count] of Object.entries(orphans ?? { missing: 1 })) {
    figure(`deleted: orphan ${what}`, count, { exactly: 0 });
  }
  figure("deleted: answers unknown", load.log.idsThatAre("registration", "unknown").length, { exactly: 0 });
}
