import { CalendarDays, Plus, Rows3 } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AllView } from "@/components/conferences/list/all-view";
import { DayCard } from "@/components/conferences/list/calendar-view";
import { FilterBar } from "@/components/conferences/list/filter-bar";
import { LiveLine } from "@/components/conferences/list/live-line";
import { MonthRuler } from "@/components/conferences/list/month-ruler";
import { withQuery } from "@/components/conferences/list/viewer";
import { CardPanel } from "@/components/conferences/panel/card-panel";
import { SavedToast } from "@/components/conferences/panel/saved-toast";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { PanelLayout } from "@/components/ui/panel-layout";
import { SegmentedLinks } from "@/components/ui/segmented";
import { requirePageActor } from "@/lib/auth/page";
import { cursorText } from "@/lib/conferences/lists/schema";
import { canCreate } from "@/lib/conferences/policy";
import { pageViewer } from "../../page-viewer";
import { loadMeetings, readAddress } from "./load";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meetings");
  return { title: t("title") };
}

const PATH = "/meetings";

export default async function MeetingsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageActor();
  const address = readAddress(await searchParams);
  const data = await loadMeetings(actor, address);
  const { now, granter, card, list } = data;
  const [t, errors] = await Promise.all([getTranslations("meetings"), getTranslations("errors")]);
  const viewer = await pageViewer(actor, now);
  const create = canCreate(actor, { who: granter });

  const { visibility, role, state, q } = address;
  const filters = { visibility, role, state: list.view === "all" ? state : undefined };
  const chosenFilters = { visibility, role, state };
  const isAll = list.view === "all";
  // The parts of the address that say where one is; the chosen conference is none of them.
  const place = isAll
    ? {
        view: "all",
        q,
        after: address.after && cursorText(address.after),
        before: address.before && cursorText(address.before),
        ...chosenFilters,
      }
    : { day: list.day, visibility, role };
  const here = (changes: Record<string, string | undefined>) => withQuery(PATH, place, changes);
  const hrefOf = (id: string) => here({ c: id });
  const filtered = Boolean(visibility || role || filters.state);
  const step = (name: "after" | "before", cursor: { at: string; id: string } | undefined) =>
    cursor && withQuery(PATH, { view: "all", q, ...chosenFilters, [name]: cursorText(cursor) });

  return (
    <>
      <LiveLine userId={actor.userId} />
      <SavedToast saved={address.saved} moved={address.moved} name={card?.name} />
      <PageHeader
        className="mb-4"
        title={t("title")}
        actions={
          <>
            <SegmentedLinks
              label={t("view")}
              items={[
                {
                  href: withQuery(PATH, { visibility, role }),
                  label: t("calendar"),
                  icon: <CalendarDays aria-hidden />,
                  current: !isAll,
                },
                {
                  href: withQuery(PATH, { view: "all", visibility, role }),
                  label: t("all"),
                  icon: <Rows3 aria-hidden />,
                  current: isAll,
                },
              ]}
            />
            <Button
              variant="primary"
              href="/meetings/new?kind=scheduled"
              icon={<Plus aria-hidden />}
              reason={create === true ? undefined : errors(create.reason, create.params)}
            >
              {t("new")}
            </Button>
          </>
        }
      />
      <PanelLayout
        panel={
          card === undefined ? undefined : (
            <CardPanel card={card} actor={actor} granter={granter} viewer={viewer} closeHref={here({})} />
          )
        }
      >
        {list.view === "day" ? (
          <MonthRuler
            day={list.day}
            loads={list.loads}
            viewer={viewer}
            hrefOf={(day) => withQuery(PATH, { day, visibility, role })}
          />
        ) : null}
        <FilterBar
          path={PATH}
          query={isAll ? { view: "all" } : { day: list.day }}
          filters={filters}
          q={q}
          withState={isAll}
        />
        {list.view === "day" ? (
          <DayCard
            day={list.day}
            entries={list.entries}
            more={list.more}
            next={list.next}
            filtered={filtered}
            viewer={viewer}
            hrefOf={hrefOf}
            selectedId={card?.id}
            clearHref={withQuery(PATH, { day: list.day })}
          />
        ) : (
          <AllView
            entries={list.entries}
            order={list.order}
            viewer={viewer}
            hrefOf={hrefOf}
            selectedId={card?.id}
            beforeHref={step("before", list.before)}
            afterHref={step("after", list.after)}
            filtered={filtered}
            clearHref={
              q ? withQuery(PATH, { view: "all", ...chosenFilters }) : withQuery(PATH, { view: "all" })
            }
            search={
              q && list.searched !== undefined
                ? { q, searched: list.searched, more: list.after !== undefined }
                : undefined
            }
          />
        )}
      </PanelLayout>
    </>
  );
}
