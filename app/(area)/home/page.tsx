import { DoorOpen, Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FillingCard } from "@/components/conferences/home/filling-card";
import { LiveCard } from "@/components/conferences/home/live-card";
import { RightsCard } from "@/components/conferences/home/rights-card";
import { RoomCards } from "@/components/conferences/home/room-cards";
import { TodayRail } from "@/components/conferences/home/today-rail";
import { LiveLine } from "@/components/conferences/list/live-line";
import { withQuery } from "@/components/conferences/list/viewer";
import { wayIn } from "@/components/conferences/list/way-in";
import { CardPanel } from "@/components/conferences/panel/card-panel";
import { LicenceBar } from "@/components/licences/licence-bar";
import { LicenceLine } from "@/components/licences/licence-line";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { requirePageActor } from "@/lib/auth/page";
import { findCard } from "@/lib/conferences/card/queries";
import { listLive } from "@/lib/conferences/entries/queries";
import { findNext, listDay, listFilling } from "@/lib/conferences/lists/queries";
import { dayPart, type Entry } from "@/lib/conferences/lists/rules";
import { homeAddress } from "@/lib/conferences/lists/schema";
import { canCreate } from "@/lib/conferences/policy";
import { countRooms, listFirstRooms } from "@/lib/conferences/rooms/queries";
import { getLicenceView } from "@/lib/licences/queries";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { dayBounds, dayOf, toLocal } from "@/lib/time/local";
import { pageViewer } from "../page-viewer";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("area");
  return { title: t("home") };
}

/** Rooms on the main page; their section has no such limit (rule 21). */
const ROOMS = 5;

/** Everything that the page shows, in one transaction; what does not wait for each other is sent at once. */
function load(actor: UserActor, chosen: string | undefined) {
  const { licence, timeZone } = actor;
  return withActor(actor, async (scope) => {
    const now = scope.now;
    const bounds = dayBounds(dayOf(now, timeZone), timeZone);
    // What the licence does not cover: one's own first, because nobody else can hold it.
    const from = licence.term === "temporary" ? licence.expiresAt : licence.term === "none" ? now : null;
    const [granter, own, live, today, next, uncovered, rooms, roomCount, filling, card] = await Promise.all([
      findGranter(scope),
      getLicenceView(scope),
      listLive(scope),
      listDay(scope, bounds),
      findNext(scope, bounds.to),
      from && findNext(scope, from, { owned: true }).then((first) => first ?? findNext(scope, from)),
      listFirstRooms(scope, ROOMS),
      countRooms(scope),
      listFilling(scope, now),
      chosen ? findCard(scope, chosen) : undefined,
    ]);
    return { now, granter, own, live, today, next, uncovered, rooms, roomCount, filling, card };
  });
}

export default async function HomePage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageActor();
  const { c } = homeAddress.parse(await searchParams);
  const data = await load(actor, c);
  const { now, granter } = data;
  const [t, errors] = await Promise.all([getTranslations("home"), getTranslations("errors")]);
  const viewer = await pageViewer(actor, now);
  const create = canCreate(actor, { who: granter });
  const reason = create === true ? undefined : errors(create.reason, create.params);
  const common = {
    viewer,
    mayCreate: create === true,
    hrefOf: (id: string) => withQuery("/home", { c: id }),
    wayOf: (entry: Entry) => wayIn(actor, entry, now, granter),
  };
  const hour = Number(toLocal(now, actor.timeZone).slice(11, 13));
  const tall = "phone:h-15 phone:flex-col phone:gap-1 phone:px-1 phone:text-xs";
  return (
    <div className="flex min-h-[calc(100dvh-8rem)] flex-col">
      <LiveLine userId={actor.userId} />
      <PageHeader
        className="mb-4"
        title={t(`greeting.${dayPart(hour)}`, { name: actor.name.split(" ")[0] ?? actor.name })}
        meta={
          data.own.isShown ? (
            <LicenceLine licence={actor.licence} view={data.own} granter={granter} viewer={viewer} />
          ) : undefined
        }
        actions={
          <div className="flex gap-2 phone:grid phone:auto-cols-fr phone:grid-flow-col">
            <Button
              href="/meetings/new?kind=room"
              icon={<DoorOpen aria-hidden />}
              reason={reason}
              className={tall}
            >
              {t("newRoom")}
            </Button>
            <Button
              variant="primary"
              href="/meetings/new?kind=scheduled"
              icon={<Plus aria-hidden />}
              reason={reason}
              className={cn(tall, "phone:order-first")}
            >
              {t("newConference")}
            </Button>
          </div>
        }
      />
      <div
        className={cn(
          "grid grid-cols-[minmax(0,1fr)] items-start gap-5",
          data.card === undefined
            ? "xl:grid-cols-[minmax(0,1fr)_316px]"
            : "xl:grid-cols-[minmax(0,1fr)_364px]",
        )}
      >
        <div className="flex min-w-0 flex-col gap-4">
          {data.live.map((entry) => (
            <LiveCard
              key={entry.id}
              entry={entry}
              way={common.wayOf(entry)}
              viewer={viewer}
              href={common.hrefOf(entry.id)}
            />
          ))}
          <TodayRail entries={data.today.entries} more={data.today.more} next={data.next} {...common} />
          <RoomCards rooms={data.rooms} count={data.roomCount} {...common} />
        </div>
        <div className={cn("flex min-w-0 flex-col gap-4", data.card !== undefined && "xl:hidden")}>
          <FillingCard entries={data.filling} {...common} />
          <RightsCard actor={actor} granter={granter} />
        </div>
        {data.card === undefined ? null : (
          <CardPanel card={data.card} actor={actor} granter={granter} viewer={viewer} closeHref="/home" />
        )}
      </div>
      {data.own.isShown ? (
        <LicenceBar licence={actor.licence} uncovered={data.uncovered} granter={granter} viewer={viewer} />
      ) : null}
    </div>
  );
}
