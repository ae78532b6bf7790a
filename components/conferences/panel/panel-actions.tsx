import { CalendarPlus, Play, Video } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button.client";
import { Menu } from "@/components/ui/menu.client";
import type { CalendarLinks } from "@/lib/calendars/rules";
import type { CardView } from "@/lib/conferences/lists/rules";
import type { ConferenceState } from "@/lib/conferences/rules";
import { calendarHref, editHref, pageHref, roomHref, type Viewer } from "../list/viewer";
import type { WayIn } from "../list/way-in";
import { MoreMenu } from "./more-menu.client";

/** Enter, copy, add to a calendar, and the rest behind three dots. What is over or cancelled cannot be entered. */
export function PanelActions({
  card,
  state,
  viewer,
  way,
  links,
  closeHref,
}: {
  card: CardView;
  state: ConferenceState;
  viewer: Viewer;
  way: WayIn;
  links: CalendarLinks | null;
  closeHref: string;
}) {
  const t = useTranslations("panel");
  const over = state === "ended" || state === "cancelled";
  const url = `${viewer.baseUrl}${pageHref(card.publicId)}`;
  return (
    <div className="flex gap-2 px-4 py-3.5">
      {over ? null : <EnterButton card={card} way={way} />}
      <CopyButton iconOnly text={url} label={t("copyLink")} sign="link" variant="secondary" size={40} />
      {links && !over ? <CalendarMenu publicId={card.publicId} links={links} /> : null}
      <MoreMenu
        id={card.id}
        name={card.name}
        pageHref={pageHref(card.publicId)}
        editHref={card.may.edit ? editHref(card.id) : undefined}
        mayCancel={card.may.cancel}
        mayRemove={card.may.remove}
        awaited={card.awaited}
        closeHref={closeHref}
      />
    </div>
  );
}

function EnterButton({ card, way }: { card: CardView; way: WayIn }) {
  const t = useTranslations("panel");
  const errors = useTranslations("errors");
  return (
    <Button
      variant="primary"
      size={40}
      className="min-w-0 flex-1"
      href={roomHref(card.publicId)}
      prefetch={false}
      icon={way.verb === "start" || way.verb === "open" ? <Play aria-hidden /> : <Video aria-hidden />}
      reason={way.refusal ? errors(way.refusal.code, way.refusal.params) : undefined}
    >
      {t(way.verb)}
    </Button>
  );
}

function CalendarMenu({ publicId, links }: { publicId: string; links: CalendarLinks }) {
  const t = useTranslations("panel");
  return (
    <Menu
      trigger={{
        label: t("addToCalendar"),
        icon: <CalendarPlus aria-hidden />,
        iconOnly: true,
        size: 40,
      }}
      items={[
        { label: t("ics"), href: calendarHref(publicId), download: true },
        { separator: true },
        { label: t("google"), href: links.google, external: true },
        { label: t("outlook"), href: links.outlook, external: true },
        { label: t("office365"), href: links.office365, external: true },
        { label: t("yahoo"), href: links.yahoo, external: true },
      ]}
    />
  );
}
