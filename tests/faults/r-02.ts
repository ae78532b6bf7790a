import { formatConferenceId } from "@/lib/ids";
import { aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { aGuest, hiddenFields, judgeRegistration, logged, register } from "./support/client";
import type { Fault } from "./support/fault";
import { raiseLimits } from "./support/load";
import { OperationLog } from "./support/outcomes";
import { until } from "./support/stack";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const PEOPLE = 50;
const PRESSES = 10;

const fault: Fault = {
  id: "R-02",
  title: "50 people press ten times each, at once and on two processes",
  async run(context) {
    const { figure } = context;
    const stack = await context.stack();
    await raiseLimits();
    const conference = await aWebinar(await world(), { people: [], input: { seatLimit: 101 } });
    const path = `/c/${formatConferenceId(conference.publicId)}/register`;
    const hidden = await hiddenFields(stack.url + path);
    const log = new OperationLog();
    const guests = Array.from({ length: PEOPLE }, aGuest);
    const presses = Array.from({ length: PRESSES }, () => guests).flat();
    const answers = await Promise.all(
      presses.map((guest, n) =>
        logged(
          log,
          "registration",
          guest.email,
          () => register(stack.apps[n % 2]?.url ?? "", path, hidden, guest),
          judgeRegistration,
        ),
      ),
    );
    const shown = answers.filter((answer) => answer && judgeRegistration(answer) === "acknowledged");
    figure("answers that show the registration", shown.length, { exactly: PEOPLE * PRESSES });
    await verifyRegistrations(context, log, conference);
    const waiting = async () => (await owner()`SELECT 1 FROM outbox WHERE kind LIKE 'mail.%'`).length === 0;
    await until(waiting, "all mails have left");
    figure("mails", stack.smtp.inbox.length, { exactly: PEOPLE });
    const reached = new Set(stack.smtp.inbox.flatMap(({ to }) => to));
    figure("people with a mail", guests.filter(({ email }) => reached.has(email)).length, {
      exactly: PEOPLE,
    });
    await verifyInvariants(context);
  },
};
export default fault;
