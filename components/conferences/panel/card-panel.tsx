import { Messages } from "@/components/shell/messages";
import { calendarLinks } from "@/lib/calendars/rules";
import type { CardView } from "@/lib/conferences/lists/rules";
import type { UserActor } from "@/lib/server/actor";
import { pageHref, type Viewer } from "../list/viewer";
import { wayIn } from "../list/way-in";
import { ConferencePanel, MissingPanel } from "./conference-panel";

/** The details beside a list, or that there are none. */
export function CardPanel({
  card,
  actor,
  granter,
  viewer,
  closeHref,
}: {
  card: CardView | null;
  actor: UserActor;
  granter: string;
  viewer: Viewer;
  closeHref: string;
}) {
  if (!card) return <MissingPanel closeHref={closeHref} />;
  const { startsAt, endsAt } = card.timing;
  const links =
    startsAt && endsAt
      ? calendarLinks({
          start: startsAt,
          end: endsAt,
          title: card.name,
          description: card.description ?? undefined,
          location: card.location ?? undefined,
          url: `${viewer.baseUrl}${pageHref(card.publicId)}`,
        })
      : null;
  return (
    <Messages of={["panel"]}>
      <ConferencePanel
        // Another conference opens at its top, with its secrets covered.
        key={card.id}
        card={card}
        viewer={viewer}
        way={wayIn(actor, card, viewer.now, granter)}
        links={links}
        closeHref={closeHref}
      />
    </Messages>
  );
}
