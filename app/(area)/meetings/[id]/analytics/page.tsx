import { Lock } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ChartsRow } from "@/components/analytics/charts-row";
import { Head } from "@/components/analytics/head";
import { Kpis } from "@/components/analytics/kpis";
import { ListsCard } from "@/components/analytics/lists-card";
import { PersonDetails } from "@/components/analytics/person-details";
import { stay, type View } from "@/components/analytics/view";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer.client";
import { EmptyState } from "@/components/ui/empty-state";
import { SHOWN } from "@/lib/analytics/people/queries";
import { type Address, analyticsAddress, intervalOf } from "@/lib/analytics/schema";
import { requirePageActor } from "@/lib/auth/page";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { createFormats } from "@/lib/time/format";
import { type Loaded, loadAnalytics } from "./load";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("analytics");
  return { title: t("title") };
}

/** Who came and when: for the owner and the host of the account (T01). */
export default async function AnalyticsPage({ params, searchParams }: PageProps<"/meetings/[id]/analytics">) {
  const actor = await requirePageActor();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const address = analyticsAddress.parse(await searchParams);
  const interval = intervalOf(address, actor.timeZone);
  try {
    const loaded = await loadAnalytics(actor, id, address, interval ?? {});
    return <Analytics {...{ actor, id, address, loaded }} interval={interval} />;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_found") notFound();
    return <Refused error={error} />;
  }
}

async function Refused({ error }: { error: AppError }) {
  const [t, errors] = await Promise.all([getTranslations("analytics"), getTranslations("errors")]);
  return (
    <EmptyState
      level={1}
      icon={<Lock aria-hidden />}
      title={t("refused")}
      body={errors(error.code, error.params)}
      actions={<Button href="/meetings">{t("backToMeetings")}</Button>}
    />
  );
}

type Props = {
  actor: UserActor;
  id: string;
  address: Address;
  interval: View["interval"] | null;
  loaded: Loaded;
};

async function Analytics({ actor, id, address, interval, loaded }: Props) {
  const [locale, errors] = await Promise.all([getLocale(), getTranslations("errors")]);
  const { overview, whole, people, chart, list, events, person } = loaded;
  const { subject, now } = overview;
  const isRoom = subject.kind === "room";
  const view: View = {
    conferenceId: id,
    path: `/meetings/${id}/analytics`,
    address,
    interval: interval ?? {},
    formats: createFormats(locale, actor.timeZone, now),
    locale,
    now,
  };
  const planned = subject.startsAt && subject.endsAt ? { from: subject.startsAt, to: subject.endsAt } : null;
  const end = isRoom ? now : new Date(Math.max(+(subject.endsAt ?? now), +(whole?.to ?? 0)));
  return (
    <>
      {address.refused ? (
        <Banner tone="warning">{errors(address.refused, { seconds: address.seconds ?? 60 })}</Banner>
      ) : null}
      <Head
        view={view}
        name={subject.name}
        kind={subject.kind}
        isLive={subject.isLive}
        when={isRoom ? null : overview.sessions === 1 && !subject.isLive ? whole : planned}
        whole={{ from: overview.createdAt, to: end }}
        isWrong={interval === null}
      />
      <Kpis
        view={view}
        figures={overview.figures}
        isOver={isRoom ? overview.sessions > 0 && !subject.isLive : subject.isOver}
        peak={people ? { ...people.peak, lastTime: overview.sessions > 1 } : null}
      />
      <ChartsRow
        view={view}
        chart={chart}
        hasPeople={people !== null}
        bands={overview.bands}
        planned={planned}
      />
      <ListsCard
        view={view}
        list={list}
        total={overview.total}
        undelivered={subject.isOver || subject.cancelledAt ? 0 : overview.undelivered}
        events={events}
        whole={whole}
      />
      {person ? (
        <>
          <Drawer title={person.name} closeHref={stay(view, { p: null })}>
            <PersonDetails view={view} person={person} shown={SHOWN} />
          </Drawer>
          <noscript>
            <aside aria-label={person.name} className="mt-4 rounded-lg bg-surface shadow-e1">
              <h2 className="px-4 pt-4">{person.name}</h2>
              <PersonDetails view={view} person={person} shown={SHOWN} />
            </aside>
          </noscript>
        </>
      ) : null}
    </>
  );
}
