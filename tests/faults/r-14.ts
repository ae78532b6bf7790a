import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { findBrowser } from "@/scripts/browser.mjs";
import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { historyOf } from "../support/live";
import { type Person, world } from "../support/world";
import { startFarMachine, whyNoFarMachine } from "./support/far-machine";
import type { Fault } from "./support/fault";
import { framesOf, type Seat, shownOn, stateOf, takeSeat } from "./support/meeting";
import { until } from "./support/stack";
import { verifyInvariants } from "./support/verify";

const CUTS_S = [5, 15, 60];
/** A device that is silent for longer has left. */
const LEASE_S = 45;

const fault: Fault = {
  id: "R-14",
  title: "The network of one of two people in a call is cut for 5, 15 and 60 seconds",
  obstacle: whyNoFarMachine,
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const w = await world();
    const room = await aRoom(w);
    const url = `${stack.url}/c/${room.publicId}/room`;
    const program = await findBrowser({ install: false });
    if (!program) throw new Error("there is no browser");
    const ports = [stack.url, `http://localhost:${stack.realtimeRelay.port}`].map((u) =>
      Number(new URL(u).port),
    );
    const far = await startFarMachine(ports);
    const seats: Seat[] = [];
    try {
      const stays = await takeSeat(program, url, w.people.organiser);
      const falls = await takeSeat(far.wrap(program), url, w.people.moderator);
      seats.push(stays, falls);
      const pages = [stays.page, falls.page];
      await moves(pages, "the first pictures");
      await falls.page.getByRole("button", { name: "Turn microphone off" }).click();
      await falls.page.evaluate(() => Object.assign(window, { isSamePage: true }));
      const id = await participantOf(room.id, w.people.moderator);

      for (const seconds of CUTS_S) {
        const name = `${seconds} s cut:`;
        far.cut();
        await sleep((seconds - 1) * 1000);
        const before = await Promise.all(pages.map(framesOf));
        await sleep(1000);
        const after = await Promise.all(pages.map(framesOf));
        const passed = after.reduce((sum, n, i) => sum + n - (before[i] ?? 0), 0);
        figure(`${name} control: frames that still pass`, Math.max(0, passed), { exactly: 0 });
        const isTold = await falls.page.getByText("No connection to the server").isVisible();
        const others = await stateOf(stays.page, id).catch(() => "left");
        note(`${name} the one sees ${isTold ? "that the server is away" : "nothing"}, the other "${others}"`);
        if (seconds > LEASE_S) {
          figure(`${name} still shown to the other`, (await shownOn(stays.page)).length - 1, { exactly: 0 });
        }
        far.mend();
        const ms = await moves(pages, `${name} pictures after it`);
        figure(`${name} s to media`, ms / 1000, { atMost: 5 });
        figure(`${name} wrong roster entries`, await wrongEntries(room.id, pages), { exactly: 0 });
      }
      const isSamePage = await falls.page.evaluate(() => "isSamePage" in window);
      figure("pages reloaded", isSamePage ? 0 : 1, { exactly: 0 });
      const tile = stays.page.locator(`li[data-participant="${id}"]`);
      const words = await tile.innerText();
      figure("role and devices kept", /moderator/.test(words) && /Microphone is off/.test(words) ? 1 : 0, {
        exactly: 1,
      });
      const kinds = (await historyOf(id)).map((entry) => entry.kind);
      note(`recorded of the one who was cut off: ${kinds.join(", ")}`);
      figure("leaves recorded", kinds.filter((kind) => kind === "lapsed").length, { exactly: 1 });
      await verifyInvariants(context);
    } finally {
      for (const { browser } of seats) await browser.close();
      far.stop();
    }
  },
};
export default fault;

/** Milliseconds until both see the other's picture move. */
async function moves(pages: readonly Page[], what: string): Promise<number> {
  const before = await Promise.all(pages.map(framesOf));
  const isSeen = async () => {
    const now = await Promise.all(pages.map(framesOf));
    // A new connection counts from zero.
    now.forEach((n, i) => {
      if (n < (before[i] ?? 0)) before[i] = 0;
    });
    return now.every((n, i) => n > (before[i] ?? 0) + 1);
  };
  return until(isSeen, what, 60);
}

async function participantOf(conferenceId: string, person: Person): Promise<string> {
  const [row] = await owner()<{ id: string }[]>`
    SELECT id FROM participants WHERE conference_id = ${conferenceId} AND user_id = ${person.userId}`;
  return row?.id ?? "";
}

/** What the pages show and the database does not say, or the other way round. */
async function wrongEntries(conferenceId: string, pages: readonly Page[]): Promise<number> {
  const rows = await owner()<{ participant_id: string }[]>`
    SELECT participant_id FROM device_leases WHERE conference_id = ${conferenceId} AND left_at IS NULL`;
  const live = rows.map((row) => row.participant_id);
  const shown = await Promise.all(pages.map(shownOn));
  return shown.flatMap((ids) => [
    ...ids.filter((id) => !live.includes(id)),
    ...live.filter((id) => !ids.includes(id)),
  ]).length;
}
