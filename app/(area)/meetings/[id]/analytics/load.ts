import { findPeopleChart, getAddedChart, type PeopleChart } from "@/lib/analytics/charts/queries";
import { listEntries } from "@/lib/analytics/entries/queries";
import { countHistory, listHistory } from "@/lib/analytics/history/queries";
import { getPerson } from "@/lib/analytics/people/queries";
import { getAnalyticsOverview, type UserScope } from "@/lib/analytics/queries";
import type { Interval } from "@/lib/analytics/rules";
import { type Address, entryOrder, historyOrder } from "@/lib/analytics/schema";
import { findMailedPerson } from "@/lib/conferences/mails/queries";
import { canResend } from "@/lib/conferences/policy";
import { AppError } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";

const HEAD_START_MS = 60_000;

/** Everything that the page shows, read at once. */
export function loadAnalytics(actor: UserActor, id: string, address: Address, interval: Interval) {
  return withActor(actor, async (scope) => {
    const overview = await getAnalyticsOverview(scope, id, interval);
    const people = overview.sessions > 0 ? await findPeopleChart(scope, id, interval) : null;
    const { firstStartAt, lastEndAt } = overview;
    // Devices may be a moment ahead of the session that they open.
    const whole = firstStartAt && lastEndAt ? { from: firstStartAt, to: lastEndAt } : null;
    const staysSince = whole ? new Date(whole.from.getTime() - HEAD_START_MS) : undefined;
    return {
      overview,
      whole,
      people,
      chart: await chartOf(scope, id, { address, interval, people, zone: actor.timeZone }),
      list:
        address.tab === "history"
          ? { tab: "history" as const, ...(await history(scope, id, address, interval)) }
          : { tab: "entries" as const, ...(await entries(scope, id, address, interval, staysSince)) },
      /** Of the period, as the file will hold them. */
      events: await countHistory(scope, id, { interval }),
      person: address.p ? await findPerson(scope, id, address.p) : null,
    };
  });
}

export type Loaded = Awaited<ReturnType<typeof loadAnalytics>>;

type Chosen = { address: Address; interval: Interval; people: PeopleChart | null; zone: string };

/** What happened inside is the first thing to see once it has taken place; until then, who was added. */
async function chartOf(scope: UserScope, id: string, { address, interval, people, zone }: Chosen) {
  if (address.chart === "off") return null;
  const which = address.chart === "added" || !people ? "added" : "people";
  if (which === "people") return { which, data: people } as const;
  const { auth, joined } = address;
  const data = await getAddedChart(scope, id, { zone, filters: { auth, joined, added: interval } });
  return { which, data } as const;
}

function entries(scope: UserScope, id: string, address: Address, added: Interval, staysSince?: Date) {
  const { q, auth, joined, mail, after, before, order } = address;
  const filters = { q, auth, joined, mail, added };
  return listEntries(scope, id, { filters, after, before, staysSince, ...entryOrder(order) });
}

function history(scope: UserScope, id: string, address: Address, interval: Interval) {
  const { q, kind, after, before, order } = address;
  const direction = historyOrder(order);
  return listHistory(scope, id, { filters: { q, kind, interval }, after, before, direction });
}

/** Somebody who is no longer there closes the panel and nothing else. */
async function findPerson(scope: UserScope, id: string, participantId: string) {
  try {
    const person = await getPerson(scope, id, participantId);
    const mailed = person.undelivered ? await findMailedPerson(scope, { participantId }) : null;
    /** Whether the refused mail can be sent again, or why not; null where there is nobody to write to. */
    return { ...person, resend: mailed && canResend(scope.actor, mailed) };
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
