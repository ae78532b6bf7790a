import { getLocale, getTranslations } from "next-intl/server";
import { formatConferenceId } from "@/lib/ids";
import { lookUp } from "@/lib/registrations/lookup/queries";
import { currentActor } from "@/lib/server/actor";
import { createFormats } from "@/lib/time/format";
import { zoneCity } from "@/lib/time/zones";

const headers = { "cache-control": "private, no-store" };

/** What the guest page says about an ID while it is being typed. */
export async function GET(request: Request): Promise<Response> {
  const typed = new URL(request.url).searchParams.get("id") ?? "";
  const found = await lookUp(typed, await currentActor());
  if (found.state === "limited") return Response.json({ found: null }, { status: 429, headers });
  if (found.state === "unknown") return Response.json({ found: null }, { headers });
  const [t, locale] = await Promise.all([getTranslations("guest"), getLocale()]);
  const { name, publicId, startsAt, zone, now } = found;
  const formats = createFormats(locale, zone, now);
  const when = startsAt
    ? t("when", {
        day: formats.dayNear(startsAt, now),
        time: formats.time(startsAt),
        city: zoneCity(zone, locale),
      })
    : t("anyTime");
  return Response.json({ found: { id: formatConferenceId(publicId), name, when } }, { headers });
}
