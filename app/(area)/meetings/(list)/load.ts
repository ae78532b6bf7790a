import type * as z from "zod";
import { findCard } from "@/lib/conferences/card/queries";
import { dayLoads, findNext, listDay, listMeetings, searchMeetings } from "@/lib/conferences/lists/queries";
import type { Entry } from "@/lib/conferences/lists/rules";
import { type Cursor, meetingsAddress } from "@/lib/conferences/lists/schema";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { dayBounds, dayOf, monthDays, monthOf } from "@/lib/time/local";

type Address = z.output<typeof meetingsAddress>;

/** What the address says; a search is a search among all. */
export function readAddress(query: Record<string, string | string[] | undefined>): Address {
  const address = meetingsAddress.parse(query);
  return { ...address, view: address.q ? "all" : address.view };
}

type DayList = {
  view: "day";
  day: string;
  entries: Entry[];
  more: boolean;
  next: Entry | null;
  loads: Map<string, number>;
};

type AllList = {
  view: "all";
  entries: Entry[];
  order: "asc" | "desc";
  before?: Cursor;
  after?: Cursor;
  /** How many were searched; missing where nobody searched. */
  searched?: number;
};

/** Everything that the page shows, read at once. */
export function loadMeetings(actor: UserActor, address: Address) {
  const { visibility, role, state, q, after, before } = address;
  const zone = actor.timeZone;
  return withActor(actor, async (scope) => {
    const { now } = scope;
    const [granter, card] = await Promise.all([
      findGranter(scope),
      address.c ? findCard(scope, address.c) : undefined,
    ]);

    const all = async (): Promise<AllList> => {
      const filters = { visibility, role, state };
      if (q) return { view: "all", order: "desc", ...(await searchMeetings(scope, { q, filters, after })) };
      const { from } = dayBounds(dayOf(now, zone), zone);
      return { view: "all", ...(await listMeetings(scope, { filters, after, before, from })) };
    };

    const ofDay = async (): Promise<DayList> => {
      // Whoever comes with a conference only, for example from saving it, sees its day.
      const startsAt = card?.timing.startsAt;
      const day = address.day ?? dayOf(startsAt ?? now, zone);
      const bounds = dayBounds(day, zone);
      const days = monthDays(monthOf(day)).map(({ date }) => ({ date, ...dayBounds(date, zone) }));
      const [{ entries, more }, loads] = await Promise.all([
        listDay(scope, bounds, { visibility, role }),
        dayLoads(scope, days),
      ]);
      const next = entries.length === 0 ? await findNext(scope, bounds.to > now ? bounds.to : now) : null;
      return { view: "day", day, entries, more, next, loads };
    };

    return { now, granter, card, list: address.view === "all" ? await all() : await ofDay() };
  });
}
