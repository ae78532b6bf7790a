import { getLocale, getTranslations } from "next-intl/server";
import { auditWords } from "@/components/control/audit/words";
import { exportAudit } from "@/lib/audit/commands";
import { streamEvents } from "@/lib/audit/queries";
import type { AuditEvent } from "@/lib/audit/rules";
import { auditAddress } from "@/lib/audit/schema";
import { type CsvCell, csvAnswer, csvFileName } from "@/lib/csv";
import { requireActor } from "@/lib/server/actor";
import { withActorStream } from "@/lib/server/stream";
import { refusal, respond } from "@/lib/server/transport";
import { dayOf, isoWriter } from "@/lib/time/local";

/** The audit log as the filters of the address leave it. */
export async function GET(request: Request): Promise<Response> {
  const actor = await requireActor().catch(() => null);
  if (!actor) return respond({ ok: false, error: { code: "signed_out" } });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { after: _, before: __, ...filters } = auditAddress.parse(query);
  const allowed = await exportAudit.execute(actor, { filters });
  if (!allowed.ok) return respond(allowed);
  try {
    const [t, words, locale] = await Promise.all([
      getTranslations("control.audit"),
      auditWords(),
      getLocale(),
    ]);
    const zone = actor.timeZone;
    const write = isoWriter(zone);
    const cells = (event: AuditEvent): CsvCell[] => [
      write(event.at),
      zone,
      words.who(event),
      event.actorId,
      words.what(event),
      event.action,
      event.targetName,
      event.targetId,
      t(`outcomes.${event.outcome}`),
      event.reason,
      event.address,
      event.userAgent,
      event.requestId,
      event.diff && JSON.stringify(event.diff),
    ];
    const rows = await withActorStream(actor, (scope) => lines(streamEvents(scope, filters), cells));
    const header = [
      t("time"),
      t("columns.zone"),
      t("who"),
      t("columns.actorId"),
      t("what"),
      t("columns.action"),
      t("columns.target"),
      t("columns.targetId"),
      t("outcome"),
      t("reason"),
      t("columns.address"),
      t("browser"),
      t("request"),
      t("changes"),
    ];
    const name = csvFileName(actor.accountName, t("title"), dayOf(new Date(), zone));
    return csvAnswer(rows, { name, header, locale });
  } catch (error) {
    return respond(refusal(error, "audit.export", actor));
  }
}

async function* lines(
  events: AsyncIterable<AuditEvent>,
  cells: (event: AuditEvent) => CsvCell[],
): AsyncGenerator<CsvCell[]> {
  for await (const event of events) yield cells(event);
}
