import { getTranslations } from "next-intl/server";
import { streamEntries } from "@/lib/analytics/entries/queries";
import { listAnswerColumns } from "@/lib/analytics/exports/queries";
import { entryCells } from "@/lib/analytics/exports/rules";
import { withActor } from "@/lib/server/scope";
import { withActorStream } from "@/lib/server/stream";
import { answerExport } from "../answer";

/** The participants list: everybody, whatever the page filters (T23, T24). */
export const GET = (request: Request) =>
  answerExport(request, "entries", async ({ actor, conferenceId }) => {
    const [t, fields] = await Promise.all([
      getTranslations("analytics"),
      getTranslations("registration.field"),
    ]);
    const columns = await withActor(actor, (scope) => listAnswerColumns(scope, conferenceId));
    const words = {
      signIn: { user: t("signIn.user"), guest: t("signIn.guest") },
      origin: {
        owner: t("origin.owner"),
        invited: t("origin.invited"),
        registered: t("origin.registered"),
        walk_in: t("origin.walk_in"),
      },
      role: { owner: t("role.owner"), moderator: t("role.moderator"), attendee: t("role.attendee") },
      state: { active: t("state.active"), cancelled: t("state.cancelled"), removed: t("state.removed") },
    };
    const fieldIds = columns.map((column) => column.fieldId);
    return {
      rows: await withActorStream(actor, (scope) =>
        entryCells(streamEntries(scope, conferenceId), { zone: actor.timeZone, words, fieldIds }),
      ),
      header: [
        t("column.name"),
        t("column.email"),
        t("column.signIn"),
        t("column.origin"),
        t("column.role"),
        t("column.state"),
        t("column.added"),
        t("column.firstJoined"),
        t("column.lastLeft"),
        t("column.zone"),
        t("column.joins"),
        t("column.presentSeconds"),
        ...columns.map((column) => fields(column.key)),
      ],
      suffix: "participants-all",
    };
  });
