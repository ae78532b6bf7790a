import { Mail } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ControlHeader } from "@/components/control/control-header";
import { MailState } from "@/components/control/mail-state";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { RowLink, Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import { requirePageAdministrator } from "@/lib/auth/page";
import { databaseNow } from "@/lib/auth/queries";
import { listMails } from "@/lib/mailbox/queries";
import { withActor } from "@/lib/server/scope";
import { createFormats } from "@/lib/time/format";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("mailbox") };
}

const pageSize = 50;

/** Every mail that the account sent; without a mail server this is where it arrives. */
export default async function MailboxPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const actor = await requirePageAdministrator();
  const { after } = await searchParams;
  const cursor = typeof after === "string" ? after : undefined;
  const [{ mails, next }, t, locale, now] = await Promise.all([
    withActor(actor, (scope) => listMails(scope, pageSize, cursor)),
    getTranslations("control.mailbox"),
    getLocale(),
    databaseNow(),
  ]);
  const formats = createFormats(locale, actor.timeZone, now);
  const title = (template: string) =>
    t.has(`templates.${template}` as "templates.invitation")
      ? t(`templates.${template}` as "templates.invitation")
      : template;
  return (
    <>
      <ControlHeader current="/control/mailbox" isServerAdministrator={actor.isServerAdministrator} />
      <p className="mb-4 max-w-[70ch] text-sm text-fg-muted">{t("body")}</p>
      <Card>
        {mails.length === 0 ? (
          <EmptyState icon={<Mail />} title={t("empty")} body={t("emptyBody")} />
        ) : (
          <Table caption={t("caption")} stack>
            <THead>
              <TR>
                <TH>{t("to")}</TH>
                <TH>{t("about")}</TH>
                <TH>{t("at")}</TH>
                <TH>{t("state")}</TH>
              </TR>
            </THead>
            <TBody>
              {mails.map((mail) => (
                <TR key={mail.id}>
                  <TD primary>
                    <RowLink href={`/control/mailbox/${mail.id}`}>{mail.recipient}</RowLink>
                  </TD>
                  <TD>
                    {title(mail.template)}
                    {mail.conference ? <span className="text-fg-muted"> · {mail.conference}</span> : null}
                  </TD>
                  <TD className="whitespace-nowrap num">{formats.dateTime(mail.createdAt)}</TD>
                  <TD>
                    <MailState state={mail.state} transport={mail.transport} />
                  </TD>
                </TR>
              ))}
            </TBody>
          </Table>
        )}
        <Pager
          label={t("pages")}
          newerHref={cursor ? "/control/mailbox" : undefined}
          newerLabel={t("newest")}
          olderHref={next ? `/control/mailbox?after=${next}` : undefined}
          olderLabel={t("older")}
        />
      </Card>
    </>
  );
}
