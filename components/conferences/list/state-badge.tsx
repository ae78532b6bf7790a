import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import type { ConferenceState } from "@/lib/conferences/rules";

export const statusKinds = {
  before: "scheduled",
  soon: "soon",
  open: "open",
  live: "live",
  ended: "ended",
  cancelled: "cancelled",
  room: "room",
} as const;

/** The word of a state; what starts soon says in how many minutes. */
export function useStateWord() {
  const states = useTranslations("conferences.state");
  const t = useTranslations("meetings");
  return (state: ConferenceState, startsAt: Date | null, now: Date) => {
    const minutes = startsAt ? Math.max(1, Math.ceil((startsAt.getTime() - now.getTime()) / 60_000)) : 0;
    return state === "soon" ? t("soon", { minutes }) : states(state);
  };
}

/** Sign and word of a state. */
export function StateBadge(props: { state: ConferenceState; startsAt: Date | null; now: Date }) {
  const wordOf = useStateWord();
  const { state, startsAt, now } = props;
  return <StatusBadge kind={statusKinds[state]}>{wordOf(state, startsAt, now)}</StatusBadge>;
}
