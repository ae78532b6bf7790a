import { getTranslations } from "next-intl/server";
import { historyCells } from "@/lib/analytics/exports/rules";
import { streamHistory } from "@/lib/analytics/history/queries";
import { withActorStream } from "@/lib/server/stream";
import { dayOf } from "@/lib/time/local";
import { answerExport } from "../answer";

/** Entries and exits, those of the chosen interval (T30, T31). */
export const GET = (request: Request) =>
  answerExport(request, "history", async ({ actor, conferenceId, interval }) => {
    const t = await getTranslations("analytics");
    const words = {
      signIn: { user: t("signIn.user"), guest: t("signIn.guest") },
      event: {
        joined: t("event.joined"),
        taken_over: t("event.taken_over"),
        left: t("event.left"),
        lapsed: t("event.lapsed"),
        ended: t("event.ended"),
      },
    };
    const day = (at?: Date) => (at ? dayOf(at, actor.timeZone) : null);
    const bounds = [
      interval.from && `from ${day(interval.from)}`,
      interval.to && `to ${day(interval.to)}`,
    ].filter(Boolean);
    return {
      rows: await withActorStream(actor, (scope) =>
        historyCells(streamHistory(scope, conferenceId, interval), { zone: actor.timeZone, words }),
      ),
      header: [
        t("column.time"),
        t("column.zone"),
        t("column.name"),
        t("column.email"),
        t("column.signIn"),
        t("column.event"),
      ],
      suffix: `history ${bounds.length > 0 ? bounds.join(" ") : "all"}`,
    };
  });
