import { setTimeout as sleep } from "node:timers/promises";
import { formatConferenceId } from "@/lib/ids";
import { startSmtp } from "../fakes/smtp";
import { aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { aGuest, ask, hiddenFields, judgeRegistration, logged, register, shown } from "./support/client";
import type { Fault } from "./support/fault";
import { raiseLimits } from "./support/load";
import { OperationLog } from "./support/outcomes";
import { until } from "./support/stack";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const PER_MODE = 10;
const PHASE_MS = 8000;

type State = { address: string; state: string };

const fault: Fault = {
  id: "R-16",
  title: "the mail server is down, hangs, says 451 and 550",
  async run(context) {
    const { figure } = context;
    const stack = await context.stack();
    await raiseLimits();
    const w = await world();
    const conference = await aWebinar(w, { people: [], input: { seatLimit: 500 } });
    const path = `/c/${formatConferenceId(conference.publicId)}/register`;
    const hidden = await hiddenFields(stack.url + path);
    const log = new OperationLog();
    const refused = new Set<string>();
    let promises = 0;
    let links = 0;
    const signUp = async (isRefused: boolean) => {
      const guest = aGuest();
      const send = () => register(stack.url, path, hidden, guest);
      const answer = await logged(log, "registration", guest.email, send, judgeRegistration);
      const cookie = answer?.headers["set-cookie"]?.split(";")[0];
      const page = await ask(`${stack.url}/c/${formatConferenceId(conference.publicId)}/registered`, {
        cookie,
      });
      if (/on its way/i.test(shown(page.body))) promises++;
      if (/\/j\/[A-Za-z0-9_-]{43}/.test(page.body)) links++;
      if (isRefused) refused.add(guest.email);
    };
    const { port } = stack.smtp;
    const inbox = () => [...stack.smtp.inbox, ...revived.inbox];
    await stack.smtp.stop();
    for (let i = 0; i < PER_MODE; i++) await signUp(false);
    await sleep(PHASE_MS);
    const revived = await startSmtp(port);
    for (const mode of ["hang", "defer", "refuse"] as const) {
      revived.become(mode);
      for (let i = 0; i < PER_MODE; i++) await signUp(mode === "refuse");
      await sleep(PHASE_MS);
    }
    // Whatever waited through "refuse" was told 550 as well, which is final.
    const final = await owner()<
      State[]
    >`SELECT recipient AS address, state FROM mail_messages WHERE state = 'failed'`;
    for (const { address } of final) refused.add(address);
    revived.become("accept");
    const isDone = async () => (await owner()`SELECT 1 FROM outbox WHERE kind LIKE 'mail.%'`).length === 0;
    const seconds = (await until(isDone, "the outbox is empty", 100)) / 1000;
    const states = await owner()<State[]>`SELECT recipient AS address, state FROM mail_messages`;
    const arrived = inbox().flatMap(({ to }) => to);
    const people = log.idsThatAre("registration", "acknowledged");
    figure("registrations that succeeded", people.length, { exactly: 4 * PER_MODE });
    figure("pages that say that the mail is on its way", promises, { exactly: 4 * PER_MODE });
    figure("pages that print a link", links, { exactly: 0 });
    const due = people.filter((email) => !refused.has(email));
    figure("lost mails", due.filter((email) => !arrived.includes(email)).length, { exactly: 0 });
    figure("doubled mails", arrived.length - new Set(arrived).size, { exactly: 0 });
    const marked = states.filter(({ address, state }) => refused.has(address) && state === "failed");
    figure("refused for good and marked failed", marked.length, { exactly: refused.size });
    figure("all gone after the server is well s", seconds, { atMost: 100 });
    await verifyRegistrations(context, log, conference);
    await verifyInvariants(context);
    await revived.stop();
  },
};
export default fault;
