import { formatConferenceId } from "@/lib/ids";
import { linkToken } from "@/lib/server/personal-link";
import { aRegistration, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { aGuest, hiddenFields, judgeRegistration, logged, register, shown, submit } from "./support/client";
import type { Fault } from "./support/fault";
import { raiseLimits } from "./support/load";
import { OperationLog } from "./support/outcomes";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const SEATS = 200;

const fault: Fault = {
  id: "R-03",
  title: "200 cancel while 200 register at capacity",
  async run(context) {
    const { figure, notApplicable } = context;
    const stack = await context.stack();
    await raiseLimits();
    const conference = await aWebinar(await world(), { people: [], input: { seatLimit: SEATS + 1 } });
    const path = `/c/${formatConferenceId(conference.publicId)}/register`;
    const hidden = await hiddenFields(stack.url + path);
    const seated = [];
    for (let i = 0; i < SEATS; i++) seated.push(await aRegistration(conference, `seated-${i}@example.org`));
    const log = new OperationLog();
    const urlOf = (n: number) => stack.apps[n % 2]?.url ?? "";

    const cancel = (participantId: string, n: number) =>
      logged(log, "cancellation", participantId, () =>
        submit(`${urlOf(n)}/j/${linkToken(participantId, 1)}/withdraw`, [["confirm", "1"]], {
          headers: { "sec-fetch-site": "same-origin" },
        }),
      );
    // Pressed again until there is a seat: each of the 200 leaves one.
    const sit = async (n: number) => {
      const guest = aGuest();
      for (let tries = 0; tries < 200; tries++) {
        const send = () => register(urlOf(n + tries), path, hidden, { ...guest, address: aGuest().address });
        const answer = await logged(log, "registration", guest.email, send, judgeRegistration);
        if (answer && judgeRegistration(answer) === "acknowledged") return;
        if (answer?.status === 429 || shown(answer?.body ?? "").includes("Too many tries")) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };

    const free: number[] = [];
    let isOver = false;
    const watch = (async () => {
      while (!isOver) {
        const [row] = await owner()<{ free: number }[]>`
          SELECT capacity - seats_invited - seats_registered AS free FROM seat_pools WHERE conference_id = ${conference.id}`;
        if (row) free.push(row.free);
      }
    })();
    await Promise.all([
      ...seated.map(({ participantId }, n) => cancel(participantId, n)),
      ...seated.map((_, n) => sit(n)),
    ]);
    isOver = true;
    await watch;
    figure("samples of the free seats", free.length, { atLeast: 10 });
    figure("fewest free seats", Math.min(...free), { atLeast: 0 });
    figure("most free seats", Math.max(...free), { atMost: SEATS });
    figure("cancelled", log.idsThatAre("cancellation", "acknowledged").length, { exactly: SEATS });
    figure("seated instead", log.idsThatAre("registration", "acknowledged").length, { exactly: SEATS });
    await verifyRegistrations(context, log, conference);
    await verifyInvariants(context);
    notApplicable("a waiting person gets the seat once", "there is no waiting list yet");
  },
};
export default fault;
