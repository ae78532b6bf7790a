import type { Interval } from "@/lib/analytics/rules";
import { type Address, addressOf, cursorText } from "@/lib/analytics/schema";
import type { Formats } from "@/lib/time/format";

/** For whom the page is drawn, and where on it one is. */
export type View = {
  conferenceId: string;
  path: string;
  address: Address;
  interval: Interval;
  formats: Formats;
  locale: string;
  now: Date;
};

type Changes = Parameters<typeof addressOf>[2];

/** The address with some parts changed, from the beginning of the list. */
export const go = ({ path, address }: View, changes: Changes) => addressOf(path, address, changes);

/** The same, staying at this page of the list. */
export const stay = (view: View, changes: Changes) =>
  go(view, {
    after: view.address.after ? cursorText(view.address.after) : null,
    before: view.address.before ? cursorText(view.address.before) : null,
    ...changes,
  });

export const isLimited = ({ interval }: View) => Boolean(interval.from || interval.to);

const MINUTE = 60;

/** How long somebody was in; less than a minute is not nothing. */
export const stayText = (formats: Formats, seconds: number, under: string) =>
  seconds > 0 && seconds < MINUTE ? under : formats.duration(seconds / MINUTE);
