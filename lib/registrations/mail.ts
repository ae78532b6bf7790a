import "server-only";
import { type MailSubject, mailCalendar, mailParts } from "@/lib/conferences/mail";
import type { RenderedMail } from "@/lib/ports/mail/layout";
import { greetingName } from "@/lib/ports/mail/names";
import { strongWords } from "@/lib/ports/mail/words";
import { createFormats } from "@/lib/time/format";

/** The confirmation of a registration: the personal link goes to the address that was given, and nowhere else. */
export function renderConfirmation(subject: MailSubject): RenderedMail | null {
  if (subject.state !== "active" || subject.cancelledAt) return null;
  const parts = mailParts(subject);
  if (!parts) return null;
  const { t, when, page, link, locale } = parts;
  const name = greetingName(subject.name);
  const zone = subject.plan?.timeZone ?? subject.accountZone;
  const date = createFormats(locale, zone).dayLong(subject.addedAt);
  return {
    to: parts.to,
    subject: t("registration.subject", { title: subject.title, when: when?.short ?? "" }),
    content: {
      language: locale,
      organisation: subject.accountName,
      preheader: t("registration.preheader", { when: when ? `${when.main}. ${when.zones}` : "" }),
      heading: name ? t("registration.heading", { name }) : t("registration.headingPlain"),
      lead: strongWords(t, "registration.lead", { title: subject.title }),
      facts: parts.facts,
      button: {
        label: t("openLink"),
        href: link,
        secondary: { label: t("addToCalendar"), href: `${page}/calendar.ics` },
      },
      address: { label: t("orCopy"), href: link },
      note: t("linkIsYours"),
      closing: {
        text: t("registration.closing"),
        links: [{ label: t("registration.cancel"), href: `${link}/cancel` }],
      },
      footer: [t("registration.footer", { organisation: subject.accountName, date }), t("attached")],
    },
    calendar: mailCalendar(subject, parts, "REQUEST"),
  };
}
