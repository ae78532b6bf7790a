import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formatConferenceId } from "@/lib/ids";
import { cookieHeader, guestCookie } from "../access/cookies";
import { aRegistration, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { aGuest, ask, hiddenFields, judgeRegistration, register, sessionCookie } from "./support/client";
import { aWrongClock } from "./support/clock";
import type { Fault } from "./support/fault";
import { raiseLimits } from "./support/load";
import { verifyInvariants } from "./support/verify";

const HOUR = 3_600_000;
/** How long a session lives at most. */
const SESSION_HOURS = 24;

const fault: Fault = {
  id: "R-23",
  title: "the clocks of the app hosts are an hour fast and an hour slow, and jump",
  async run(context) {
    const { figure, note } = context;
    const clocks = [0, 1].map((n) => aWrongClock(join(tmpdir(), `foyer-clock-${process.pid}-${n}`)));
    const stack = await context.stack({
      nodeArgs: (n) => clocks[n]?.nodeArgs ?? [],
      appEnv: (n) => clocks[n]?.env ?? {},
    });
    const [fast, slow] = stack.apps;
    await raiseLimits();
    const w = await world();
    // Registration of the one closes in half an hour; that of the other closed half an hour ago.
    const open = await aWebinar(w, { startsInMinutes: 30, input: { registration: { closing: "at_start" } } });
    const closed = await aWebinar(w, {
      startsInMinutes: 30,
      input: { registration: { closing: "at_start" } },
    });
    const over = await aWebinar(w, { startsInMinutes: 30 });
    const hidden = await hiddenFields(`${stack.url}/c/${formatConferenceId(open.publicId)}/register`);
    const closedHidden = hidden.map(([name, value]): [string, string] => [
      name,
      name === "publicId" ? closed.publicId : value,
    ]);
    const guest = await aRegistration(open);
    await owner()`UPDATE occurrences SET starts_at = app_now() - interval '30 min', ends_at = app_now() + interval '30 min'
      WHERE conference_id = ${closed.id}`;
    await owner()`UPDATE conferences SET first_starts_at = app_now() - interval '30 min', last_ends_at = app_now() + interval '30 min' WHERE id = ${closed.id}`;
    await owner()`UPDATE occurrences SET starts_at = app_now() - interval '90 min', ends_at = app_now() - interval '30 min'
      WHERE conference_id = ${over.id}`;
    await owner()`UPDATE conferences SET first_starts_at = app_now() - interval '90 min', last_ends_at = app_now() - interval '30 min' WHERE id = ${over.id}`;
    const session = await sessionCookie(w.people.organiser);
    const asGuest = cookieHeader(await guestCookie(guest.participantId));

    let wrong = 0;
    const decide = (what: string, isRight: boolean) => {
      if (isRight) return;
      wrong++;
      note(`wrong: ${what}`);
    };
    const look = async (when: string) => {
      for (const [n, app] of [fast, slow].entries()) {
        const who = `${when}, process ${n + 1}`;
        const home = await ask(`${app.url}/home`, { cookie: session });
        decide(`${who}: signed out`, home.status === 200 && home.body.includes("Maëlle"));
        const page = await ask(`${app.url}/c/${formatConferenceId(open.publicId)}`, { cookie: asGuest });
        decide(`${who}: the guest's page`, page.status === 200);
        const right = await register(
          app.url,
          `/c/${formatConferenceId(open.publicId)}/register`,
          hidden,
          aGuest(),
        );
        decide(`${who}: registration closed too early`, judgeRegistration(right) === "acknowledged");
        const late = await register(
          app.url,
          `/c/${formatConferenceId(closed.publicId)}/register`,
          closedHidden,
          aGuest(),
        );
        decide(`${who}: registration opened again`, judgeRegistration(late) === "failed");
        const ended = await ask(`${app.url}/c/${formatConferenceId(over.publicId)}`);
        decide(`${who}: an ended conference offers registration`, !ended.body.includes("/register"));
      }
    };
    const steps: [string, number, number][] = [
      ["right", 0, 0],
      ["an hour off", HOUR, -HOUR],
      ["a day ahead", (SESSION_HOURS + 1) * HOUR, 0],
      ["a day behind", 0, -(SESSION_HOURS + 1) * HOUR],
    ];
    for (const [name, first, second] of steps) {
      clocks[0]?.set(first);
      clocks[1]?.set(second);
      await sleep(600);
      await look(name);
    }
    figure("decisions looked at", steps.length * 2 * 5);
    figure("wrong decisions", wrong, { exactly: 0 });
    await verifyInvariants(context);
  },
};
export default fault;
