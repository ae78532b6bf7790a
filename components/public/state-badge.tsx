import { Ticket } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, StatusBadge } from "../ui/badge";
import type { PageView } from "./page-view";

/** One status: registration while one can still sign up, else the state of the conference. */
export function StateBadge({ view }: { view: PageView }) {
  const t = useTranslations("public.state");
  const { state, registration } = view;
  const waits = state === "before" || state === "soon";
  if (waits && registration === "open") {
    return (
      <Badge tone="primary" icon={<Ticket aria-hidden />}>
        {t("registrationOpen")}
      </Badge>
    );
  }
  if (waits && registration === "full") return <StatusBadge kind="full">{t("full")}</StatusBadge>;
  if (waits && registration === "closed") {
    return <StatusBadge kind="scheduled">{t("registrationClosed")}</StatusBadge>;
  }
  const kinds = {
    before: "scheduled",
    soon: "soon",
    open: "soon",
    live: "live",
    ended: "ended",
    cancelled: "cancelled",
    room: "room",
  } as const;
  return <StatusBadge kind={kinds[state]}>{t(state)}</StatusBadge>;
}
