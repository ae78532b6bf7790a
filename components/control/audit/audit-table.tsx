import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import { Time } from "@/components/ui/time";

export type EventView = {
  id: string;
  iso: string;
  time: string;
  who: string;
  whoHref: string | null;
  what: string;
  whatHref: string;
  action: string;
  target: string | null;
  targetHref: string | null;
  isDenied: boolean;
  reason: string | null;
  device: string | null;
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
  diff: string | null;
};

const link = "text-inherit underline decoration-border-strong underline-offset-2 hover:decoration-current";

/** What happened, the newest first. What an entry says in full opens below it, without scripts. */
export function AuditTable({ events }: { events: readonly EventView[] }) {
  const t = useTranslations("control.audit");
  return (
    <Table caption={t("list")} stack>
      <THead>
        <TR>
          <TH>{t("time")}</TH>
          <TH>{t("who")}</TH>
          <TH>{t("what")}</TH>
          <TH>{t("where")}</TH>
          <TH>{t("outcome")}</TH>
        </TR>
      </THead>
      <TBody>
        {events.map((event) => (
          <TR key={event.id}>
            <TD className="align-top whitespace-nowrap num phone:order-1">
              <Time iso={event.iso} className="block py-1.5 phone:py-0">
                {event.time}
              </Time>
            </TD>
            <TD className="align-top wrap-anywhere phone:order-1">
              <bdi className="block py-1.5 phone:py-0">{event.who}</bdi>
            </TD>
            <TD primary className="min-w-64 align-top wrap-anywhere">
              <What event={event} />
            </TD>
            <TD className="align-top text-fg-muted phone:order-1 phone:empty:hidden">
              {event.device || event.address ? (
                <span className="block py-1.5 phone:py-0">
                  <span className="meta-dots">
                    {event.device ? <span>{event.device}</span> : null}
                    {event.address ? <span className="num">{event.address}</span> : null}
                  </span>
                </span>
              ) : null}
            </TD>
            <TD className="align-top phone:order-1">
              <span className="block py-1.5 text-fg-muted phone:py-0">
                {event.isDenied ? <Badge tone="danger">{t("outcomes.denied")}</Badge> : t("outcomes.ok")}
              </span>
            </TD>
          </TR>
        ))}
      </TBody>
    </Table>
  );
}

function What({ event }: { event: EventView }) {
  const t = useTranslations("control.audit");
  const { what, whatHref, target, targetHref, reason } = event;
  return (
    <details className="group">
      <summary className="cursor-pointer list-none rounded-sm py-1.5 [&::-webkit-details-marker]:hidden">
        <span>{what}</span>
        {target ? (
          <>
            {" – "}
            <bdi className="font-normal text-fg-muted">{target}</bdi>
          </>
        ) : null}
        {reason ? <span className="block text-xs font-normal text-fg-muted">{reason}</span> : null}
        <span className="ms-2 text-xs font-normal text-primary-text group-open:hidden">{t("details")}</span>
      </summary>
      <KeyValueList className="mb-2 rounded-sm bg-sunken px-3 py-1 font-normal text-fg">
        {event.whoHref ? (
          <KeyValue label={t("who")}>
            <a href={event.whoHref} className={link}>
              <bdi>{event.who}</bdi>
            </a>
          </KeyValue>
        ) : null}
        {target ? (
          <KeyValue label={t("columns.target")}>
            {targetHref ? (
              <a href={targetHref} className={link}>
                <bdi>{target}</bdi>
              </a>
            ) : (
              <bdi>{target}</bdi>
            )}
          </KeyValue>
        ) : null}
        <KeyValue label={t("action")}>
          <a href={whatHref} className={link}>
            <code>{event.action}</code>
          </a>
        </KeyValue>
        {event.diff ? (
          <KeyValue label={t("changes")}>
            <code className="text-xs wrap-anywhere">{event.diff}</code>
          </KeyValue>
        ) : null}
        {event.userAgent ? (
          <KeyValue label={t("browser")}>
            <bdi className="text-xs">{event.userAgent}</bdi>
          </KeyValue>
        ) : null}
        {event.requestId ? (
          <KeyValue label={t("request")}>
            <code className="text-xs">{event.requestId}</code>
          </KeyValue>
        ) : null}
      </KeyValueList>
    </details>
  );
}
