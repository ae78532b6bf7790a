import { useTranslations } from "next-intl";
import { Badge, StatusBadge } from "@/components/ui/badge";

/** Where a mail is: here, at the mail server, on its way, or refused. */
export function MailState({
  state,
  transport,
}: {
  state: "sending" | "sent" | "failed";
  transport: "smtp" | "mailbox";
}) {
  const t = useTranslations("control.mailbox.states");
  if (state === "failed") return <StatusBadge kind="failed">{t("failed")}</StatusBadge>;
  if (state === "sending") return <Badge>{t("sending")}</Badge>;
  return transport === "mailbox" ? (
    <Badge tone="primary">{t("here")}</Badge>
  ) : (
    <StatusBadge kind="active">{t("sent")}</StatusBadge>
  );
}
