import { useTranslations } from "next-intl";
import { Messages } from "@/components/shell/messages";
import { Badge } from "@/components/ui/badge";
import { Card, CardHeader } from "@/components/ui/card";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import type { OwnSession } from "@/lib/auth/sessions/queries";
import type { Formats } from "@/lib/time/format";
import { EndOthers, EndSession } from "./security-forms.client";

/** Where one is signed in, with a way to end each of them from here. */
export function SessionsCard({
  sessions,
  formats,
  now,
}: {
  sessions: readonly OwnSession[];
  formats: Formats;
  now: Date;
}) {
  const t = useTranslations("profile");
  const nameOf = ({ device: { browser, system } }: OwnSession) =>
    browser && system ? t("device", { browser, system }) : (browser ?? system ?? t("deviceUnknown"));
  return (
    <Card as="div" className="overflow-clip">
      <CardHeader title={t("sessions")} />
      <p className="px-4 pb-3 text-sm text-fg-muted">{t("sessionsBody")}</p>
      <Messages of={["profile"]}>
        <Table caption={t("sessions")} stack>
          <THead>
            <TR>
              <TH>{t("where")}</TH>
              <TH>{t("seen")}</TH>
              <TH>{t("since")}</TH>
              <TH>{t("address")}</TH>
              <TH>
                <span className="sr-only">{t("endSession")}</span>
              </TH>
            </TR>
          </THead>
          <TBody>
            {sessions.map((session) => (
              <TR key={session.id}>
                <TD primary>{nameOf(session)}</TD>
                <TD label={t("seen")}>{formats.relative(session.seen, now)}</TD>
                <TD label={t("since")}>{formats.dateTime(session.since)}</TD>
                <TD label={t("address")}>
                  <span className="id-num wrap-anywhere">{session.address ?? t("addressUnknown")}</span>
                </TD>
                <TD className="text-end phone:w-full">
                  {session.isCurrent ? (
                    <Badge tone="primary">{t("thisBrowser")}</Badge>
                  ) : (
                    <EndSession session={session.id} device={nameOf(session)} />
                  )}
                </TD>
              </TR>
            ))}
          </TBody>
        </Table>
        {sessions.length > 1 ? (
          <div className="border-t border-border px-4 py-3">
            <EndOthers />
          </div>
        ) : null}
      </Messages>
    </Card>
  );
}
