import { useTranslations } from "next-intl";
import { StatusBadge } from "@/components/ui/badge";
import type { ConferenceState } from "@/lib/conferences/rules";

const kinds = {
  before: "scheduled",
  soon: "soon",
  open: "open",
  live: "live",
  ended: "ended",
  cancelled: "cancelled",
  room: "room",
} as const;

/** Sign and word of a state; what starts soon says in how many minutes. */
export function StateBadge({
  state,
  startsAt,
  now,
}: {
  state: ConferenceState;
  startsAt: Date | null;
  now: Date;
}) {
  const states = useTranslations("conferences.state");
  const t = useTranslations("meetings");
  const minutes = startsAt ? Math.max(1, Math.ceil((startsAt.getTime() - now.getTime()) / 60_000)) : 0;
  return (
    <StatusBadge kind={kinds[state]}>{state === "soon" ? t("soon", { minutes }) : states(state)}</StatusBadge>
  );
}
