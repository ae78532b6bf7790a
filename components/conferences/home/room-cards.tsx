import { DoorOpen } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card, SectionHeading } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button.client";
import { Door } from "@/components/ui/door";
import { EmptyState } from "@/components/ui/empty-state";
import { typeset } from "@/components/ui/typeset";
import { COUNT_CAP, type Entry } from "@/lib/conferences/lists/rules";
import { formatConferenceId } from "@/lib/ids";
import { RoomPresence } from "../list/room-presence";
import { pageHref, roomHref, type Viewer } from "../list/viewer";
import type { WayIn } from "../list/way-in";

type Props = {
  rooms: readonly Entry[];
  /** How many there are in all. */
  count: number;
  mayCreate: boolean;
  viewer: Viewer;
  hrefOf: (id: string) => string;
  wayOf: (entry: Entry) => WayIn;
};

/** The doors of the main page, five at most (C03, C04). A lit door means that somebody is in. */
export function RoomCards({ rooms, count, mayCreate, viewer, hrefOf, wayOf }: Props) {
  const t = useTranslations("home.rooms");
  return (
    <section aria-labelledby="rooms">
      <SectionHeading
        id="rooms"
        actions={
          count > 0 ? (
            <Button variant="ghost" size={28} href="/rooms" className="-me-2">
              {count > COUNT_CAP ? t("allMany") : t("all", { count })}
            </Button>
          ) : undefined
        }
      >
        {t("title")}
      </SectionHeading>
      {rooms.length === 0 ? (
        <Card as="div">
          <EmptyState
            icon={<DoorOpen />}
            level={3}
            title={t("emptyTitle")}
            body={t(mayCreate ? "emptyBody" : "emptyBodyGuest")}
          />
        </Card>
      ) : (
        <ul className="relative scroll-quiet grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-3 xl:grid-cols-5 phone:-mx-4 phone:flex phone:snap-x phone:overflow-x-auto phone:px-4 phone:py-0.5">
          {rooms.map((room) => (
            <RoomCard key={room.id} room={room} viewer={viewer} href={hrefOf(room.id)} way={wayOf(room)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RoomCard({ room, viewer, href, way }: { room: Entry; viewer: Viewer; href: string; way: WayIn }) {
  const t = useTranslations("rooms");
  const errors = useTranslations("errors");
  const verb = way.verb === "enter" ? "enter" : "open";
  return (
    <Card
      as="li"
      className="flex min-w-0 flex-col gap-2 p-3 phone:shrink-0 phone:basis-46 phone:snap-start phone:scroll-mx-4"
    >
      <div className="flex min-h-10.5 items-center gap-2.5">
        <Door lit={room.inside > 0} />
        <h3 className="min-w-0 leading-4.5">
          <Link
            href={href}
            scroll={false}
            prefetch={false}
            title={room.name}
            className="line-clamp-2 text-fg no-underline wrap-anywhere hover:underline"
          >
            {typeset(room.name)}
          </Link>
        </h3>
      </div>
      <div className="flex flex-col text-xs">
        <span className="id-num text-fg-muted">{formatConferenceId(room.publicId)}</span>
        <RoomPresence room={room} viewer={viewer} />
      </div>
      <div className="mt-auto flex gap-1.5">
        <Button
          size={28}
          href={roomHref(room.publicId)}
          prefetch={false}
          aria-label={t(`${verb}Named`, { name: room.name })}
          reason={way.refusal ? errors(way.refusal.code, way.refusal.params) : undefined}
          className="min-w-0 flex-1"
        >
          {t(verb)}
        </Button>
        <CopyButton
          iconOnly
          sign="link"
          variant="secondary"
          text={`${viewer.baseUrl}${pageHref(room.publicId)}`}
          label={t("copy", { name: room.name })}
        />
      </div>
    </Card>
  );
}
