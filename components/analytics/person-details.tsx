import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { KeyValue, KeyValueList } from "@/components/ui/key-value";
import { Time } from "@/components/ui/time";
import type { Entry, EventKind } from "@/lib/analytics/rules";
import { SignIn } from "./entries-list";
import { EventWord } from "./history-list";
import { MailWord, type PersonMail, RefusedMail } from "./person-mail";
import { stayText, type View } from "./view";

export type PersonView = Entry & {
  userId: string | null;
  addedBy: string | null;
  endedAt: Date | null;
  answers: readonly { fieldId: string; key: string; label: string; value: string }[];
  events: readonly { id: string; at: Date; kind: EventKind }[];
  mail: PersonMail | null;
  resend: Parameters<typeof RefusedMail>[0]["resend"];
};

/** One person of the list: who, since when, how long, with every entry and exit (T10). */
export async function PersonDetails({
  view,
  person,
  shown,
}: {
  view: View;
  person: PersonView;
  shown: number;
}) {
  const [t, fields] = await Promise.all([
    getTranslations("analytics"),
    getTranslations("editor.registration.fields"),
  ]);
  const { formats } = view;
  const isInside = person.stays.some((one) => one.open);
  const added = formats.dateTime(person.addedAt);
  return (
    <div className="grid gap-5 px-4 pt-1 pb-6">
      <div className="flex items-center gap-3">
        <Avatar name={person.name} id={person.userId ?? person.id} size={36} decorative />
        <div className="flex min-w-0 flex-wrap gap-1.5">
          <SignIn isUser={person.isUser} label={t(person.isUser ? "signIn.user" : "signIn.guest")} />
          <Badge tone="outline">{t(`origin.${person.origin}`)}</Badge>
          {person.role === "moderator" ? <Badge tone="primary">{t("role.moderator")}</Badge> : null}
          {person.state === "active" ? null : <Badge tone="warning">{t(`state.${person.state}`)}</Badge>}
          {isInside ? <StatusBadge kind="live">{t("inside")}</StatusBadge> : null}
        </div>
      </div>
      <RefusedMail person={person} resend={person.resend} />
      <KeyValueList>
        {person.email ? (
          <KeyValue label={t("person.email")}>
            <a href={`mailto:${person.email}`} className="link wrap-anywhere">
              {person.email}
            </a>
          </KeyValue>
        ) : null}
        {person.mail ? (
          <KeyValue label={t("mail.label")}>
            <span className="num">
              <MailWord view={view} mail={person.mail} />
            </span>
          </KeyValue>
        ) : null}
        <KeyValue label={t("person.added")}>
          <span className="num">
            {person.addedBy && person.origin === "invited"
              ? t("person.addedBy", { when: added, name: person.addedBy })
              : added}
          </span>
        </KeyValue>
        {person.endedAt ? (
          <KeyValue label={t("person.ended")}>
            <span className="num">{formats.dateTime(person.endedAt)}</span>
          </KeyValue>
        ) : null}
        <KeyValue label={t("person.present")}>
          <span className="num">
            {person.firstJoinedAt
              ? t("person.presentValue", {
                  duration: stayText(formats, person.presentS, t("figures.underMinute")),
                  joins: person.joins,
                })
              : t("person.never")}
          </span>
        </KeyValue>
        {person.firstJoinedAt ? (
          <KeyValue label={t("person.first")}>
            <span className="num">{formats.dateTime(person.firstJoinedAt)}</span>
          </KeyValue>
        ) : null}
        {person.lastLeftAt && !isInside ? (
          <KeyValue label={t("person.last")}>
            <span className="num">{formats.dateTime(person.lastLeftAt)}</span>
          </KeyValue>
        ) : null}
      </KeyValueList>
      {person.answers.length > 0 ? (
        <Part title={t("person.answers")}>
          <KeyValueList>
            {person.answers.map((answer) => (
              <KeyValue
                key={answer.fieldId}
                label={
                  fields.has(answer.key as "first_name") ? fields(answer.key as "first_name") : answer.label
                }
              >
                <span className="wrap-anywhere whitespace-pre-line">{answer.value}</span>
              </KeyValue>
            ))}
          </KeyValueList>
        </Part>
      ) : null}
      {person.stays.length > 0 ? (
        <Part title={t("person.stays")}>
          <ul className="grid gap-1.5">
            {person.stays.map((one) => (
              <li key={one.from.getTime()} className="flex gap-3 text-sm num">
                <span className="flex-1">
                  {one.open
                    ? t("person.until", { from: formats.dateTime(one.from) })
                    : formats.dayRange(one.from, one.to)}
                </span>
                <span className="text-fg-muted">
                  {stayText(
                    formats,
                    (one.to.getTime() - one.from.getTime()) / 1000,
                    t("figures.underMinute"),
                  )}
                </span>
              </li>
            ))}
          </ul>
          <Latest count={person.stays.length} shown={shown} />
        </Part>
      ) : null}
      {person.events.length > 0 ? (
        <Part title={t("person.events")}>
          <ol className="grid gap-1.5">
            {person.events.map((event) => (
              <li key={event.id} className="flex gap-3 text-sm">
                <span className="flex-1">
                  <EventWord kind={event.kind} label={t(`event.${event.kind}`)} />
                </span>
                <Time
                  iso={formats.iso(event.at)}
                  title={formats.zoneName(event.at)}
                  className="text-fg-muted num"
                >
                  {formats.day(event.at)}, {formats.timeSeconds(event.at)}
                </Time>
              </li>
            ))}
          </ol>
          <Latest count={person.events.length} shown={shown} />
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-t border-border pt-4">
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

async function Latest({ count, shown }: { count: number; shown: number }) {
  const t = await getTranslations("analytics.person");
  return count < shown ? null : <p className="mt-2 text-xs text-fg-muted">{t("latest", { count: shown })}</p>;
}
