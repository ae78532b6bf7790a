import { formatConferenceId } from "@/lib/ids";
import { headersOf } from "../fakes/smtp";
import { aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { world } from "../support/world";
import { aGuest, hiddenFields, judgeRegistration, logged, register } from "./support/client";
import type { Fault } from "./support/fault";
import { raiseLimits } from "./support/load";
import { OperationLog } from "./support/outcomes";
import { until } from "./support/stack";
import { verifyInvariants, verifyRegistrations } from "./support/verify";

const PEOPLE = 40;
/** Each process works on so many mails at once. */
const IN_FLIGHT = 2 * 5;

const fault: Fault = {
  id: "R-17",
  title: "the worker dies between the mail server's 250 and the mark in the outbox",
  async run(context) {
    const { figure } = context;
    const stack = await context.stack();
    await raiseLimits();
    const conference = await aWebinar(await world(), { people: [], input: { seatLimit: 500 } });
    const path = `/c/${formatConferenceId(conference.publicId)}/register`;
    const hidden = await hiddenFields(stack.url + path);
    let killed: Promise<unknown> | undefined;
    // The mail has arrived in whole; whoever sent it never hears of it.
    stack.smtp.onData(() => {
      if (stack.smtp.inbox.length === 5) killed = Promise.all(stack.apps.map((app) => app.kill()));
    });
    const log = new OperationLog();
    const guests = Array.from({ length: PEOPLE }, aGuest);
    const press = (n: number) => {
      const guest = guests[n] ?? aGuest();
      const send = () => register(stack.apps[n % 2]?.url ?? "", path, hidden, guest);
      return logged(log, "registration", guest.email, send, judgeRegistration);
    };
    await Promise.all(guests.map((_, n) => press(n)));
    await until(async () => killed !== undefined, "the fifth mail");
    await killed;
    const before = stack.smtp.inbox.length;
    await Promise.all(stack.apps.map((app) => app.start()));
    // Those who got no answer press again.
    const open = log.idsThatAre("registration", "unknown");
    await Promise.all(guests.map(({ email }, n) => (open.includes(email) ? press(n) : null)));
    const isDone = async () => (await owner()`SELECT 1 FROM outbox WHERE kind LIKE 'mail.%'`).length === 0;
    const seconds = (await until(isDone, "the outbox is empty", 100)) / 1000;
    const byPerson = new Map<string, string[]>();
    for (const { to, raw } of stack.smtp.inbox) {
      const id = headersOf(raw)["message-id"] ?? "";
      for (const person of to) byPerson.set(person, [...(byPerson.get(person) ?? []), id]);
    }
    const doubled = [...byPerson.values()].filter((ids) => ids.length > 1);
    figure("mails before the kill", before, { atLeast: 5 });
    figure("lost mails", guests.filter(({ email }) => !byPerson.has(email)).length, { exactly: 0 });
    figure("mails that came twice", doubled.length, { atMost: IN_FLIGHT });
    figure("more than twice", doubled.filter((ids) => ids.length > 2).length, { exactly: 0 });
    figure("twice with another Message-ID", doubled.filter((ids) => new Set(ids).size > 1).length, {
      exactly: 0,
    });
    figure("negative control: the kill hit mails in flight", doubled.length, { atLeast: 1 });
    figure("all gone after s", seconds, { atMost: 100 });
    await verifyRegistrations(context, log, conference);
    await verifyInvariants(context);
  },
};
export default fault;
