import { formatConferenceId } from "@/lib/ids";
import type { Formats } from "@/lib/time/format";
import { dayOf, type LocalDate } from "@/lib/time/local";

/** For whom and when a list is drawn: the server's clock, the viewer's zone and language. */
export type Viewer = {
  userId: string;
  now: Date;
  zone: string;
  locale: string;
  formats: Formats;
  /** Where pages of the product begin, for links that leave it. */
  baseUrl: string;
};

/** Monday 23 November; with the year when it is not the present one. */
export function dayTitle({ formats, now, zone }: Viewer, date: LocalDate): string {
  const title = formats.dayLong(date);
  return date.slice(0, 4) === dayOf(now, zone).slice(0, 4) ? title.replace(/\s\d{4}$/, "") : title;
}

export const pageHref = (publicId: string) => `/c/${formatConferenceId(publicId)}`;
export const roomHref = (publicId: string) => `${pageHref(publicId)}/room`;
export const calendarHref = (publicId: string) => `${pageHref(publicId)}/calendar.ics`;
export const editHref = (id: string) => `/meetings/${id}/edit`;
export const analyticsHref = (id: string) => `/meetings/${id}/analytics`;

/** The same address with some parts changed; undefined takes a part away. */
export function withQuery(
  path: string,
  query: Record<string, string | undefined>,
  changes: Record<string, string | undefined> = {},
): string {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...query, ...changes })) if (value) parts.set(key, value);
  const text = parts.toString();
  return text ? `${path}?${text}` : path;
}
