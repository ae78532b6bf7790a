import { getLocale } from "next-intl/server";
import type { Viewer } from "@/components/conferences/list/viewer";
import { env } from "@/lib/env";
import type { UserActor } from "@/lib/server/actor";
import { createFormats } from "@/lib/time/format";

/** The viewer of a list page: the server's clock in the person's own zone and language. */
export async function pageViewer(actor: UserActor, now: Date): Promise<Viewer> {
  const locale = await getLocale();
  const { timeZone: zone, userId } = actor;
  return {
    userId,
    now,
    zone,
    locale,
    formats: createFormats(locale, zone, now),
    baseUrl: env().baseUrl,
  };
}
