import { getTranslations } from "next-intl/server";
import { Note } from "@/components/ui/banner";
import type { ErrorCode, ErrorParams } from "@/lib/errors";
import { ResendMail } from "./resend-mail.client";
import type { View } from "./view";

export type PersonMail = {
  state: "sending" | "sent" | "failed";
  waiting: boolean;
  recipient: string;
  reply: string | null;
  at: Date;
};

type Props = {
  person: { id: string; name: string; isUser: boolean; mail: PersonMail | null };
  /** Whether the mail can be sent again, or why not; null where there is nobody to write to any more. */
  resend: true | { reason: ErrorCode; params?: ErrorParams } | null;
};

/** What became of the last mail, in few words. */
export async function MailWord({ view, mail }: { view: View; mail: PersonMail }) {
  const t = await getTranslations("analytics.mail");
  if (mail.waiting || mail.state === "sending") return t("waiting");
  return mail.state === "sent" ? t("sent", { when: view.formats.dateTime(mail.at) }) : t("failed");
}

/** A mail that was refused for good: to whom, why, and what the owner can do about it. */
export async function RefusedMail({ person, resend }: Props) {
  const [t, errors] = await Promise.all([getTranslations("analytics.mail"), getTranslations("errors")]);
  const { mail } = person;
  if (mail?.state !== "failed" || mail.waiting) return null;
  return (
    <Note tone="warning" title={t("title", { email: mail.recipient })}>
      {mail.reply ? <p className="wrap-anywhere">{t("reply", { reply: mail.reply })}</p> : null}
      {resend === true ? (
        <>
          <p className="mt-1">{t(person.isUser ? "user" : "guest")}</p>
          <ResendMail
            participantId={person.id}
            label={t("resend")}
            pendingLabel={t("resending")}
            done={t("resent", { name: person.name })}
          />
        </>
      ) : resend ? (
        <p className="mt-1">{errors(resend.reason, resend.params)}</p>
      ) : null}
    </Note>
  );
}
