import { DoorOpen, Plus } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveLine } from "@/components/conferences/list/live-line";
import { RoomTable } from "@/components/conferences/list/room-table";
import { withQuery } from "@/components/conferences/list/viewer";
import { wayIn } from "@/components/conferences/list/way-in";
import { CardPanel } from "@/components/conferences/panel/card-panel";
import { SavedToast } from "@/components/conferences/panel/saved-toast";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { PanelLayout } from "@/components/ui/panel-layout";
import { requirePageActor } from "@/lib/auth/page";
import { findCard } from "@/lib/conferences/card/queries";
import { COUNT_CAP } from "@/lib/conferences/lists/rules";
import { cursorText, roomsAddress } from "@/lib/conferences/lists/schema";
import { canCreate } from "@/lib/conferences/policy";
import { countRooms, listRooms } from "@/lib/conferences/rooms/queries";
import { withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { pageViewer } from "../page-viewer";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("rooms");
  return { title: t("title") };
}

const PATH = "/rooms";

export default async function RoomsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageActor();
  const { after, before, c, saved } = roomsAddress.parse(await searchParams);
  const [now, granter, page, count, card] = await withActor(actor, (scope) =>
    Promise.all([
      scope.now,
      findGranter(scope),
      listRooms(scope, { after, before }),
      countRooms(scope),
      c ? findCard(scope, c) : undefined,
    ]),
  );
  const [t, errors] = await Promise.all([getTranslations("rooms"), getTranslations("errors")]);
  const viewer = await pageViewer(actor, now);
  const create = canCreate(actor, { who: granter });
  const place = { after: after && cursorText(after), before: before && cursorText(before) };
  const newRoom = (
    <Button
      variant="primary"
      href="/meetings/new?kind=room"
      icon={<Plus aria-hidden />}
      reason={create === true ? undefined : errors(create.reason, create.params)}
    >
      {t("new")}
    </Button>
  );
  return (
    <>
      <LiveLine userId={actor.userId} />
      <SavedToast saved={saved} name={card?.name} />
      <PageHeader
        className="mb-4"
        title={t("title")}
        meta={
          count > 0
            ? count > COUNT_CAP
              ? t("countMore", { count: COUNT_CAP })
              : t("count", { count })
            : undefined
        }
        actions={newRoom}
      />
      <PanelLayout
        panel={
          card === undefined ? undefined : (
            <CardPanel
              card={card}
              actor={actor}
              granter={granter}
              viewer={viewer}
              closeHref={withQuery(PATH, place)}
            />
          )
        }
      >
        <Card as="div" className="overflow-clip">
          {page.entries.length > 0 ? (
            <RoomTable
              rooms={page.entries}
              viewer={viewer}
              hrefOf={(id) => withQuery(PATH, place, { c: id })}
              wayOf={(entry) => wayIn(actor, entry, now, granter)}
              selectedId={card?.id}
            />
          ) : (
            <EmptyState
              icon={<DoorOpen />}
              title={t("emptyTitle")}
              body={t(create === true ? "emptyBody" : "emptyBodyGuest")}
            />
          )}
          <div className="border-t border-border empty:hidden">
            <Pager
              label={t("pages")}
              newerLabel={t("newer")}
              olderLabel={t("older")}
              newerHref={page.before && withQuery(PATH, { before: cursorText(page.before) })}
              olderHref={page.after && withQuery(PATH, { after: cursorText(page.after) })}
            />
          </div>
        </Card>
      </PanelLayout>
    </>
  );
}
