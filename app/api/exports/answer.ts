import { getLocale } from "next-intl/server";
import { exportAnalytics } from "@/lib/analytics/commands";
import type { Interval } from "@/lib/analytics/rules";
import { addressOf, exportAddress, intervalOf } from "@/lib/analytics/schema";
import { type CsvCell, csvAnswer, csvFileName } from "@/lib/csv";
import type { Result } from "@/lib/errors";
import { requireActor, type UserActor } from "@/lib/server/actor";
import { refusal, respond } from "@/lib/server/transport";
import { dayOf } from "@/lib/time/local";

export type Wanted = { actor: UserActor; conferenceId: string; interval: Interval };

export type File = {
  rows: AsyncIterable<CsvCell[]>;
  header: string[];
  /** What the file holds, for its name. */
  suffix: string;
};

/** Asks the command whether this person may save the list and leaves its trace; then the lines follow as a stream. */
export async function answerExport(
  request: Request,
  what: "entries" | "history",
  open: (wanted: Wanted) => Promise<File>,
): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const parsed = exportAddress.safeParse(query);
  const actor = await requireActor().catch(() => null);
  if (!actor) return respond({ ok: false, error: { code: "signed_out" } });
  if (!parsed.success) return respond({ ok: false, error: { code: "not_found" } });
  const { conference: conferenceId } = parsed.data;
  const interval = what === "history" ? intervalOf(parsed.data, actor.timeZone) : {};
  if (!interval) return respond({ ok: false, error: { code: "invalid" } });
  const allowed = await exportAnalytics.execute(actor, {
    conferenceId,
    what,
    from: interval.from?.toISOString(),
    to: interval.to?.toISOString(),
  });
  if (!allowed.ok) return refuse(request, conferenceId, allowed);
  try {
    const file = await open({ actor, conferenceId, interval });
    const name = csvFileName(allowed.data.name, file.suffix, dayOf(new Date(), actor.timeZone));
    return csvAnswer(file.rows, { name, header: file.header, locale: await getLocale() });
  } catch (error) {
    return refuse(request, conferenceId, refusal(error, "analytics.export", actor));
  }
}

/** Programs get the error; somebody who followed the link goes back to the page, which says it in words. */
function refuse(request: Request, conferenceId: string, result: Result<unknown>): Response {
  if (result.ok || request.headers.get("sec-fetch-mode") !== "navigate") return respond(result);
  const { code, params } = result.error;
  const location = addressOf(
    `/meetings/${conferenceId}/analytics`,
    {},
    {
      refused: code === "too_many_requests" ? code : "unavailable",
      seconds: params?.seconds === undefined ? null : String(params.seconds),
    },
  );
  return new Response(null, { status: 303, headers: { location } });
}
