"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useErrorText } from "../forms/error-text.client";
import type { RoomPhase } from "./engine/types";
import { Farewell } from "./farewell";

type Over = Extract<RoomPhase, { name: "elsewhere" | "ended" | "gone" | "left" }>;

/** How it ended for this device, and the way on. */
export function FarewellScreen({
  phase,
  head,
  path,
  analyticsPath,
  isComingBack,
  onComeBack,
}: {
  phase: Over;
  head: ReactNode;
  path: string;
  analyticsPath: string | null;
  isComingBack: boolean;
  onComeBack: () => void;
}) {
  const t = useTranslations("room");
  const textOf = useErrorText();
  const link = { href: path, label: t("backToPage") };
  const again = (label: string) => ({
    label,
    pendingLabel: t("takingBack"),
    pending: isComingBack,
    onClick: onComeBack,
  });
  if (phase.name === "elsewhere") {
    return (
      <Farewell
        head={head}
        title={t("elsewhereTitle")}
        body={t("elsewhereBody")}
        error={phase.error ? textOf(phase.error) : undefined}
        lit
        action={again(t("takeBack"))}
        link={link}
      />
    );
  }
  if (phase.name === "ended") {
    const { ending } = phase;
    const body = ending?.by
      ? t("endedBy", { name: ending.by })
      : t(ending?.reason === "lease_lapsed" ? "endedByTime" : "endedBody");
    const report = analyticsPath ? { href: analyticsPath, label: t("whoCame") } : undefined;
    return <Farewell head={head} title={t("endedTitle")} body={body} report={report} link={link} />;
  }
  if (phase.name === "gone") {
    return (
      <Farewell
        head={head}
        title={t("goneTitle")}
        body={textOf(phase.error)}
        action={again(t("reenter"))}
        link={link}
      />
    );
  }
  return (
    <Farewell
      head={head}
      title={t("leftTitle")}
      body={t("leftBody")}
      lit
      action={again(t("reenter"))}
      link={link}
    />
  );
}
