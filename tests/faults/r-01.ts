import { formatConferenceId } from "@/lib/ids";
import { aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import {
  type Answer,
  aGuest,
  hiddenFields,
  judgeRegistration,
  logged,
  register,
  shown,
} from "./support/client";
import { sellWithoutGuard } from "./support/control";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { raiseLimits } from "./support/load";
import { milliseconds, OperationLog } from "./support/outcomes";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const SEATS = 100;
const PEOPLE = 500;

const fault: Fault = {
  id: "R-01",
  title: "500 people at once for the last 100 seats, on two processes",
  async run(context) {
    const { figure } = context;
    const stack = await context.stack();
    await raiseLimits();
    const w = await world();
    // One seat is the organiser's.
    const conference = await aWebinar(w, { people: [], input: { seatLimit: SEATS + 1 } });
    const path = `/c/${formatConferenceId(conference.publicId)}/register`;
    const hidden = await hiddenFields(stack.url + path);
    const log = new OperationLog();
    const start = performance.now();
    const answers = await Promise.all(
      Array.from({ length: PEOPLE }, (_, n) => {
        const guest = aGuest();
        const url = stack.apps[n % 2]?.url ?? "";
        const send = () => register(url, path, hidden, guest);
        return logged(log, "registration", guest.email, send, judgeRegistration);
      }),
    );
    const seconds = (performance.now() - start) / 1000;
    figure("sold", log.idsThatAre("registration", "acknowledged").length, { exactly: SEATS });
    figure("told clearly that it is full", answers.filter(saysFull).length, { exactly: PEOPLE - SEATS });
    figure("5xx and no answer", answers.filter((a) => !a || a.status >= 500).length, { exactly: 0 });
    figure("p99 s", percentile(milliseconds(log.of("registration")), 0.99) / 1000, { atMost: 3 });
    figure("wall s", seconds);
    await verifyRegistrations(context, log, conference);
    await verifyInvariants(context);
    const unguarded = await aWebinar(w, { people: [], input: { seatLimit: SEATS + 1 } });
    await sellWithoutGuard(unguarded, PEOPLE);
    const [row] = await owner()<{ sold: number }[]>`
      SELECT count(*)::int AS sold FROM participants WHERE conference_id = ${unguarded.id} AND origin = 'registered'`;
    figure("negative control: oversold with the guard down", (row?.sold ?? 0) - SEATS, { atLeast: 1 });
  },
};
export default fault;

/** The page says it in words: by its own banner, or by leading back to the conference, which shows no free seat. */
function saysFull(answer: Answer | null): boolean {
  if (!answer) return false;
  const isBack = answer.status === 303 && !answer.headers.location?.endsWith("/registered");
  // Once the answer has begun the way back is in the page itself.
  const isSentBack = /<meta id="__next-page-redirect"[^>]*url=\/c\/[\w-]+"/.test(answer.body);
  return (
    isBack || isSentBack || (answer.status === 200 && shown(answer.body).includes("All seats are taken"))
  );
}
