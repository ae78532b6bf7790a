import { setTimeout as sleep } from "node:timers/promises";
import { cookieHeader, guestCookie } from "../access/cookies";
import { aRegistration } from "../support/conferences";
import { aTab } from "../support/live";
import { aBrowser, asPerson, enterRoom, peopleCounted } from "./support/browsers";
import { logged, post } from "./support/client";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { startLoad } from "./support/load";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const AWAY_MS = 30_000;
const EVERY_MS = 3000;

const fault: Fault = {
  id: "R-09",
  title: "kill -9 of the realtime server for 30 s while people come and go in a room",
  async run(context) {
    const { figure, note, notApplicable } = context;
    const stack = await context.stack();
    const load = await startLoad(stack, { registrations: 20, inRoom: 5 });
    const room = `/api/room/${load.live.publicId}`;
    const reader = await aBrowser();
    try {
      await asPerson(reader.page, load.world.people.moderator);
      await enterRoom(reader.page, load.live.publicId);
      const before = await peopleCounted(reader.page);
      // Each change is timed until a real browser shows it: somebody comes, then leaves.
      const seen: { ms: number; at: number }[] = [];
      let wrong = 0;
      let expected = before;
      let n = 0;
      const change = async () => {
        const { participantId } = await aRegistration(load.live, `passing-${n++}@example.org`);
        const cookie = cookieHeader(await guestCookie(participantId));
        const body = { clientId: aTab(), takeOver: true };
        const at = performance.now();
        const answer = await logged(load.log, "join", participantId, () =>
          post(`${stack.url}${room}/join`, body, { cookie }),
        );
        if (answer?.status !== 200) throw new Error(`could not enter: ${answer?.body}`);
        expected++;
        await waitForCount(expected, at);
        const { generation } = (JSON.parse(answer.body) as { data: { generation: number } }).data;
        const leftAt = performance.now();
        await logged(load.log, "leave", participantId, () =>
          post(`${stack.url}${room}/leave`, { generation }, { cookie }),
        );
        expected--;
        await waitForCount(expected, leftAt);
      };
      const waitForCount = async (count: number, since: number) => {
        while ((await peopleCounted(reader.page)) !== count) {
          if (performance.now() - since > 15_000) {
            wrong++;
            return;
          }
          await sleep(50);
        }
        seen.push({ ms: performance.now() - since, at: since });
      };
      const go = async (until: number) => {
        while (performance.now() < until) {
          const begun = performance.now();
          await change();
          await sleep(Math.max(0, EVERY_MS - (performance.now() - begun)));
        }
      };
      await go(performance.now() + 10_000);
      const killed = performance.now();
      await stack.realtime.kill();
      await go(killed + AWAY_MS);
      const started = performance.now();
      await stack.realtime.start();
      await go(performance.now() + 20_000);
      await load.stop();
      const p95 = (from: number, to: number) =>
        percentile(
          seen.filter(({ at }) => at >= from && at < to).map(({ ms }) => ms),
          0.95,
        ) / 1000;
      note(`${seen.length} changes of the roster were seen by the browser`);
      figure("changes that the browser never showed", wrong, { exactly: 0 });
      figure("seen with realtime p95 s", p95(0, killed), { atMost: 2 });
      figure("catch-up while away p95 s", p95(killed, started), { atMost: 2.5 });
      figure("catch-up after the return p95 s", p95(started, Number.POSITIVE_INFINITY), { atMost: 2 });
      const lost = ["join", "leave"].flatMap((kind) => load.log.idsThatAre(kind, "failed"));
      figure("actions that failed", lost.length, { exactly: 0 });
      figure("doubles on the page", (await doubles(reader.page)).length, { exactly: 0 });
      await verifyRegistrations(context, load.log, load.webinar);
      await verifyInvariants(context);
      notApplicable(
        "messages, their order and their state",
        "there is no chat yet: the roster of the room stands for it",
      );
    } finally {
      await reader.close();
    }
  },
};
export default fault;

const doubles = (page: Parameters<typeof peopleCounted>[0]) =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll<HTMLElement>("li[data-participant]")].map(
      (li) => li.dataset.participant,
    );
    return ids.filter((id, i) => ids.indexOf(id) !== i);
  });
