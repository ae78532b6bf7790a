import { CalendarDays, ExternalLink } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { MailState } from "@/components/control/mail-state";
import { MailText } from "@/components/control/mail-text";
import { PageHeader } from "@/components/shell/page-header";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { requirePageAdministrator } from "@/lib/auth/page";
import { AppError } from "@/lib/errors";
import { getMail } from "@/lib/mailbox/queries";
import { withActor } from "@/lib/server/scope";
import { createFormats } from "@/lib/time/format";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("mailbox") };
}

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await requirePageAdministrator();
  const { id } = await params;
  const [{ mail, readable }, t, locale] = await Promise.all([
    withActor(actor, (scope) => getMail(scope, id)).catch((error: unknown) =>
      error instanceof AppError ? notFound() : Promise.reject(error),
    ),
    getTranslations("control.mailbox"),
    getLocale(),
  ]);
  const formats = createFormats(locale, actor.timeZone);
  const actions = readable ? (
    <>
      {readable.calendar ? (
        <Button href={`/control/mailbox/${id}/calendar`} download icon={<CalendarDays aria-hidden />}>
          {t("calendar")}
        </Button>
      ) : null}
      <Button
        href={`/control/mailbox/${id}/html`}
        target="_blank"
        rel="noreferrer"
        prefetch={false}
        iconEnd={<ExternalLink aria-hidden />}
      >
        {t("html")}
      </Button>
    </>
  ) : undefined;
  return (
    <>
      <PageHeader
        title={readable?.subject ?? t("mail")}
        back={{ href: "/control/mailbox", label: t("back") }}
        actions={actions}
      />
      <Card className="max-w-220 p-4">
        <KeyValueList className="border-b border-border pb-3">
          <KeyValue label={t("to")}>
            {readable?.to.name ? `${readable.to.name} <${mail.recipient}>` : mail.recipient}
          </KeyValue>
          <KeyValue label={t("at")}>{formats.dateTime(mail.createdAt)}</KeyValue>
          <KeyValue label={t("state")}>
            <MailState state={mail.state} transport={mail.transport} />
            {mail.transport === "smtp" ? <span className="text-fg-muted">{mail.reply}</span> : null}
          </KeyValue>
        </KeyValueList>
        <div className="pt-4">
          {readable ? (
            <MailText text={readable.text} />
          ) : (
            <Note tone="plain">{mail.transport === "smtp" ? t("leftHere") : t("gone")}</Note>
          )}
        </div>
      </Card>
    </>
  );
}
