import { useTranslations } from "next-intl";
import type { Entry } from "@/lib/conferences/lists/rules";
import { dayOf } from "@/lib/time/local";
import type { Viewer } from "./viewer";

/** The words beside a door: how many are in, or since when nobody is. */
export function RoomPresence({ room, viewer }: { room: Entry; viewer: Viewer }) {
  const t = useTranslations("rooms");
  const { formats, now, zone } = viewer;
  if (room.inside > 0) {
    return <span className="font-semibold text-ember-text num">{t("people", { count: room.inside })}</span>;
  }
  const since = room.timing.lastSession?.endedAt;
  const when = since && (dayOf(since, zone) === dayOf(now, zone) ? formats.time(since) : formats.day(since));
  return <span className="text-fg-muted num">{when ? t("emptySince", { when }) : t("never")}</span>;
}
