import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import {
  accounts,
  conferenceNumbers,
  conferences,
  occurrences,
  participants,
  scheduleSegments,
  users,
} from "@/db/schema";
import { calendarFile } from "@/lib/calendars/rules";
import { env } from "@/lib/env";
import { formatConferenceId } from "@/lib/ids";
import { type MailContent, mailFrom, type RenderedMail } from "@/lib/ports/mail/layout";
import { greetingName } from "@/lib/ports/mail/names";
import { mailLocale, mailWords, strongWords } from "@/lib/ports/mail/words";
import { linkAddress, linkToken } from "@/lib/server/personal-link";
import { mine, type Scope } from "@/lib/server/scope";
import { cityForm } from "@/lib/time/city-form";
import { createFormats } from "@/lib/time/format";
import { isZone, sameClock, zoneCity, zoneLabel } from "@/lib/time/zones";

const owner = alias(users, "owner");

/** Everything that a mail to one participant says; null when the participant is gone. */
export async function findMailSubject(scope: Scope, participantId: string) {
  const [row] = await scope.tx
    .select({
      participantId: participants.id,
      origin: participants.origin,
      state: participants.state,
      role: participants.role,
      name: participants.displayName,
      guestEmail: participants.email,
      linkGeneration: participants.linkGeneration,
      locale: participants.locale,
      timeZone: participants.timeZone,
      addedAt: participants.addedAt,
      userEmail: users.email,
      userLocale: users.locale,
      userZone: users.timeZone,
      userGone: sql<boolean>`${users.disabledAt} IS NOT NULL OR ${users.deletedAt} IS NOT NULL`,
      conferenceId: conferences.id,
      publicId: conferenceNumbers.publicId,
      title: conferences.name,
      description: conferences.description,
      location: conferences.location,
      visibility: conferences.visibility,
      hasPin: sql<boolean>`${conferences.pinSealed} IS NOT NULL`,
      version: conferences.version,
      createdAt: conferences.createdAt,
      cancelledAt: conferences.cancelledAt,
      ownerName: owner.displayName,
      accountName: accounts.name,
      accountLocale: accounts.locale,
      accountZone: accounts.timeZone,
      plan: {
        startsAt: occurrences.startsAt,
        endsAt: occurrences.endsAt,
        timeZone: scheduleSegments.timeZone,
        uid: scheduleSegments.icalUid,
        sequence: scheduleSegments.icalSequence,
      },
      /** Off the list and on it again: another mail invites them. */
      isBack: sql<boolean>`EXISTS (SELECT 1 FROM participants b WHERE b.tenant_id = ${participants.tenantId}
        AND b.conference_id = ${participants.conferenceId} AND b.state = 'active'
        AND (b.user_id = ${participants.userId} OR lower(b.email) = lower(${participants.email})))`,
      now: sql`app_now()`.mapWith(conferences.createdAt),
    })
    .from(participants)
    .innerJoin(
      conferences,
      and(eq(conferences.tenantId, participants.tenantId), eq(conferences.id, participants.conferenceId)),
    )
    .innerJoin(accounts, eq(accounts.id, participants.tenantId))
    .innerJoin(owner, and(eq(owner.tenantId, conferences.tenantId), eq(owner.id, conferences.ownerId)))
    .innerJoin(
      conferenceNumbers,
      and(
        eq(conferenceNumbers.tenantId, conferences.tenantId),
        eq(conferenceNumbers.conferenceId, conferences.id),
        isNull(conferenceNumbers.retiredAt),
      ),
    )
    .leftJoin(users, and(eq(users.tenantId, participants.tenantId), eq(users.id, participants.userId)))
    .leftJoin(
      scheduleSegments,
      and(
        eq(scheduleSegments.tenantId, conferences.tenantId),
        eq(scheduleSegments.conferenceId, conferences.id),
      ),
    )
    .leftJoin(
      occurrences,
      and(
        eq(occurrences.tenantId, scheduleSegments.tenantId),
        eq(occurrences.segmentId, scheduleSegments.id),
      ),
    )
    .where(and(mine(scope, participants.tenantId), eq(participants.id, participantId)));
  return row ?? null;
}

export type MailSubject = NonNullable<Awaited<ReturnType<typeof findMailSubject>>>;

/** Address and languages of the recipient; null when there is nobody to write to. */
function recipientOf(subject: MailSubject) {
  const address = subject.userEmail ?? subject.guestEmail;
  if (!address || subject.userGone) return null;
  const locale = mailLocale(subject.locale, subject.userLocale, subject.accountLocale);
  const zone = [subject.timeZone, subject.userZone].find(isZone);
  // Whoever registered may have typed another person's address: what he typed beside it is not sent there.
  const name = subject.origin === "registered" && !greetingName(subject.name) ? "" : subject.name;
  return { to: { name, address }, locale, zone };
}

type Recipient = NonNullable<ReturnType<typeof recipientOf>>;

/** What all mails about one conference have in common, ready for a template. */
export function mailParts(subject: MailSubject) {
  const recipient = recipientOf(subject);
  if (!recipient) return null;
  const t = mailWords(recipient.locale);
  const when = whenOf(subject, recipient, t);
  const isGuest = subject.origin === "registered";
  const page = `${env().baseUrl}/c/${formatConferenceId(subject.publicId)}`;
  const link = isGuest ? linkAddress(linkToken(subject.participantId, subject.linkGeneration)) : page;
  const facts: MailContent["facts"] = [
    ...(when ? [{ label: t("when"), value: when.main, more: when.zones }] : []),
    { label: t("where"), value: t("inBrowser"), more: subject.location ?? undefined },
    {
      label: t("id"),
      value: formatConferenceId(subject.publicId),
      more: subject.hasPin ? t(isGuest ? "pinNotWithLink" : "pinNotSignedIn") : undefined,
    },
  ];
  return { ...recipient, t, when, isGuest, page, link, facts };
}

export type MailParts = NonNullable<ReturnType<typeof mailParts>>;

/** The date in the organiser's zone, and the recipient's clock where it shows something else. */
function whenOf({ plan, now }: MailSubject, { locale, zone }: Recipient, t: ReturnType<typeof mailWords>) {
  if (!plan?.startsAt || !plan.endsAt || !plan.timeZone) return null;
  const formats = createFormats(locale, plan.timeZone, now);
  const day = formats.dayLong(plan.startsAt);
  const { city, abbreviation } = zoneLabel(plan.timeZone, locale, plan.startsAt);
  const zones = [t("zone", { city, abbreviation, form: cityForm(city) })];
  if (zone && !sameClock(zone, plan.timeZone, plan.startsAt)) {
    const there = zoneCity(zone, locale);
    const theirs = createFormats(locale, zone, now);
    const isSameDay = theirs.day(plan.startsAt) === formats.day(plan.startsAt);
    const time = isSameDay ? theirs.time(plan.startsAt) : theirs.dateTime(plan.startsAt);
    zones.push(t("otherZone", { time, city: there, form: cityForm(there) }));
  }
  return {
    main: `${day.charAt(0).toLocaleUpperCase(locale)}${day.slice(1)}, ${formats.range(plan.startsAt, plan.endsAt)}`,
    zones: `${zones.join(". ")}.`,
    short: `${formats.day(plan.startsAt)}, ${formats.time(plan.startsAt)}`,
  };
}

/** The calendar entry that travels with a mail; the personal link stands in the mail of its owner only. */
export function mailCalendar(subject: MailSubject, parts: MailParts, method: "REQUEST" | "CANCEL") {
  const { plan } = subject;
  if (!plan?.startsAt || !plan.endsAt || !plan.uid || !plan.timeZone) return undefined;
  const content = calendarFile({
    uid: plan.uid,
    sequence: plan.sequence ?? 0,
    method,
    start: plan.startsAt,
    end: plan.endsAt,
    zone: plan.timeZone,
    createdAt: subject.createdAt,
    stamp: subject.now,
    title: subject.title,
    description: [subject.description, method === "REQUEST" ? parts.link : undefined]
      .filter(Boolean)
      .join("\n\n"),
    location: subject.location ?? undefined,
    url: method === "REQUEST" ? parts.link : parts.page,
    organizer: { name: subject.accountName, email: mailFrom().address },
    attendee: { name: parts.to.name, email: parts.to.address, accepted: parts.isGuest },
  });
  return { method, content };
}

export type ConferenceMail = "invitation" | "changed" | "cancelled" | "removed" | "withdrawn";

/** Whether it is still true. A mail that waited is overtaken by a cancellation, which says all there is to say. */
function isDue(template: ConferenceMail, { state, cancelledAt, isBack }: MailSubject): boolean {
  if (template === "removed") return state === "removed" && !isBack;
  if (template === "withdrawn") return state === "cancelled" && !cancelledAt && !isBack;
  return state === "active" && (!cancelledAt || template === "cancelled");
}

/** Mails about the plan, to invited users and to registered guests. */
export function renderConferenceMail(template: ConferenceMail, subject: MailSubject): RenderedMail | null {
  if (!isDue(template, subject)) return null;
  const parts = mailParts(subject);
  if (!parts) return null;
  const { t, when, page, link, isGuest } = parts;
  const isOver = template === "cancelled" || template === "removed" || template === "withdrawn";
  // A private page no longer exists for those who were taken off.
  const mayLook = template === "cancelled" || subject.visibility === "public";
  const values = { title: subject.title, owner: subject.ownerName, organisation: subject.accountName };
  const content: MailContent = {
    language: parts.locale,
    organisation: subject.accountName,
    preheader: when ? `${when.main}. ${when.zones}` : t("roomPreheader"),
    heading: t(`${template}.heading`),
    lead: strongWords(t, `${template}.lead`, values),
    facts: isOver
      ? parts.facts.slice(0, when ? 1 : 0).map((fact) => ({ ...fact, struck: true }))
      : parts.facts,
    ...(isOver
      ? { closing: mayLook ? { links: [{ label: t("openPage"), href: page }] } : undefined }
      : {
          button: {
            label: t(isGuest ? "openLink" : "openPage"),
            href: link,
            secondary: when ? { label: t("addToCalendar"), href: `${page}/calendar.ics` } : undefined,
          },
          address: { label: t("orCopy"), href: link },
          note: isGuest ? t("linkIsYours") : undefined,
        }),
    footer: [t(isGuest ? "footerRegistered" : "footerInvited", values), ...(when ? [t("attached")] : [])],
  };
  return {
    to: parts.to,
    subject: t(`${template}.subject`, { title: subject.title, when: when?.short ?? t("anyTime") }),
    content,
    calendar: mailCalendar(subject, parts, isOver ? "CANCEL" : "REQUEST"),
  };
}
