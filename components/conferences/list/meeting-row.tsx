import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Entry, stateOf } from "@/lib/conferences/lists/rules";
import { minutesBetween } from "@/lib/time/local";
import { MeetingLine, type MeetingLineProps, MeetingLines } from "./meeting-line.client";
import { statusKinds, useStateWord } from "./state-badge";
import { calendarHref, editHref, pageHref, type Viewer } from "./viewer";

/** Around the rows of a list. */
export function MeetingRows({ children }: { children: ReactNode }) {
  const t = useTranslations("meetings");
  const labels = { details: t("details"), openPage: t("openPage"), ics: t("ics"), edit: t("edit") };
  return <MeetingLines labels={labels}>{children}</MeetingLines>;
}

/** One meeting: time, name, what it is, one state, how many people, and what one can do with it. */
export function MeetingRow({
  entry,
  viewer,
  href,
  selected = false,
}: {
  entry: Entry;
  viewer: Viewer;
  href: string;
  selected?: boolean;
}) {
  const t = useTranslations("meetings");
  const stateWord = useStateWord();
  const state = stateOf(entry, viewer.now);
  const { taken, inside } = entry;
  const open = state !== "cancelled" && state !== "ended";
  return (
    <MeetingLine
      href={href}
      name={entry.name}
      selected={selected}
      state={{
        kind: statusKinds[state],
        word: stateWord(state, entry.timing.startsAt, viewer.now),
      }}
      when={whenOf(entry, viewer)}
      facts={useFacts(entry, viewer)}
      people={
        state === "live"
          ? { sign: `${inside}/${taken}`, words: t("peopleLive", { inside, count: taken }) }
          : { sign: `${taken}`, words: t("people", { count: taken }) }
      }
      menu={{
        label: t("more", { name: entry.name }),
        page: pageHref(entry.publicId),
        ics: open ? calendarHref(entry.publicId) : undefined,
        edit: open && (entry.isOwner || entry.isHost) ? editHref(entry.id) : undefined,
      }}
    />
  );
}

function whenOf({ timing }: Entry, { formats }: Viewer): MeetingLineProps["when"] {
  const { startsAt, endsAt } = timing;
  if (!startsAt) return undefined;
  return {
    iso: startsAt.toISOString(),
    time: formats.time(startsAt),
    range: endsAt ? formats.dayRange(startsAt, endsAt) : undefined,
    length: endsAt ? formats.duration(minutesBetween(startsAt, endsAt)) : undefined,
  };
}

/** Who may see it, whose it is or who cancelled it, how one takes part, and where. */
function useFacts(
  { visibility, cancelledBy, timing, isOwner, owner, mode, location }: Entry,
  viewer: Viewer,
) {
  const t = useTranslations("meetings");
  const words = useTranslations("conferences");
  const when = timing.cancelledAt ? viewer.formats.dayNear(timing.cancelledAt, viewer.now) : "";
  const whose = cancelledBy
    ? cancelledBy.id === viewer.userId
      ? t("cancelledYou", { when })
      : t("cancelledBy", { name: cancelledBy.name, when })
    : isOwner
      ? t("ownerYou")
      : t("owner", { name: owner.name });
  return {
    access: words(`visibility.${visibility}`),
    whose,
    mode: mode === "all_on_screen" ? undefined : words(`mode.${mode}`),
    place: location ?? undefined,
  };
}
