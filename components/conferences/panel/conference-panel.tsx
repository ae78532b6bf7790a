import { ChartNoAxesColumn, Pencil, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DetailsPanel } from "@/components/ui/details-panel.client";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button.client";
import { Progress } from "@/components/ui/progress";
import { typeset } from "@/components/ui/typeset";
import type { CalendarLinks } from "@/lib/calendars/rules";
import { type CardView, stateOf } from "@/lib/conferences/lists/rules";
import { StateBadge } from "../list/state-badge";
import { analyticsHref, editHref, type Viewer } from "../list/viewer";
import type { WayIn } from "../list/way-in";
import { PanelActions } from "./panel-actions";
import { PanelFacts } from "./panel-facts";
import { PanelWhen } from "./panel-when";

type Props = {
  card: CardView;
  viewer: Viewer;
  way: WayIn;
  closeHref: string;
  links: CalendarLinks | null;
};

/** Everything about one conference beside the list, and what one can do with it (E03–E12). */
export function ConferencePanel({ card, viewer, way, closeHref, links }: Props) {
  const t = useTranslations("panel");
  const words = useTranslations("conferences");
  const state = stateOf(card, viewer.now);
  const label = t("label", { name: card.name });
  return (
    <DetailsPanel label={label} closeHref={closeHref}>
      <div className="flex items-start gap-2 ps-4 pe-3 pt-3.5 pb-1.5">
        <div className="min-w-0 flex-1 max-xl:pe-10">
          <div className="flex flex-wrap gap-1.5">
            <StateBadge state={state} startsAt={card.timing.startsAt} now={viewer.now} />
            <StatusBadge kind={card.visibility}>{words(`visibilityLong.${card.visibility}`)}</StatusBadge>
          </div>
          <h2 className="mt-2 text-md leading-5.5 text-balance wrap-anywhere">{typeset(card.name)}</h2>
        </div>
        <IconButton name={t("close")} href={closeHref} icon={<X aria-hidden />} className="max-xl:hidden" />
      </div>
      <PanelWhen card={card} state={state} viewer={viewer} />
      <PanelActions card={card} state={state} viewer={viewer} way={way} links={links} closeHref={closeHref} />
      {card.hasForm ? <Seats card={card} /> : null}
      <PanelFacts card={card} viewer={viewer} />
      <Footer card={card} />
    </DetailsPanel>
  );
}

function Seats({ card }: { card: CardView }) {
  const t = useTranslations("panel");
  const { registered, taken, seats } = card;
  return (
    <div className="border-t border-border px-4 py-3">
      <div className="mb-2 flex items-center gap-3 text-sm">
        <p className="min-w-0 flex-1 text-fg-muted num">
          {t.rich("registered", {
            registered,
            b: (text) => <b className="font-semibold text-fg">{text}</b>,
          })}
        </p>
        {card.may.seeAnalytics ? (
          <Button variant="link" size={28} href={analyticsHref(card.id)} className="h-5">
            {t("list")}
          </Button>
        ) : null}
      </div>
      <Progress value={taken} max={seats} label={t("taken", { taken, seats })} />
      <p aria-hidden className="mt-1 text-xs text-fg-muted num">
        {t("taken", { taken, seats })}
      </p>
    </div>
  );
}

function Footer({ card }: { card: CardView }) {
  const t = useTranslations("panel");
  if (!card.may.seeAnalytics && !card.may.edit) return null;
  return (
    <div className="flex gap-1.5 border-t border-border px-4 pt-2.5 pb-3.5 *:flex-1">
      {card.may.seeAnalytics ? (
        <Button size={28} href={analyticsHref(card.id)} icon={<ChartNoAxesColumn aria-hidden />}>
          {t("analytics")}
        </Button>
      ) : null}
      {card.may.edit ? (
        <Button size={28} href={editHref(card.id)} icon={<Pencil aria-hidden />}>
          {t("edit")}
        </Button>
      ) : null}
    </div>
  );
}

/** What `?c=` names is not there for this person, or not any more. */
export function MissingPanel({ closeHref }: { closeHref: string }) {
  const t = useTranslations("panel");
  return (
    <DetailsPanel label={t("goneTitle")} closeHref={closeHref}>
      <EmptyState
        icon={<X />}
        title={t("goneTitle")}
        body={t("gone")}
        actions={<Button href={closeHref}>{t("close")}</Button>}
      />
    </DetailsPanel>
  );
}
