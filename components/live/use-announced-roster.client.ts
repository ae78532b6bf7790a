"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useAnnounce } from "../ui/live-region.client";
import type { Peer } from "./engine/types";

/** Says who comes and goes to those who do not see it. A second device of the same person is neither. */
export function useAnnouncedRoster(peers: readonly Peer[]): React.ReactNode {
  const t = useTranslations("room");
  const [announce, region] = useAnnounce();
  const known = useRef<Map<string, string> | null>(null);
  useEffect(() => {
    const present = new Map(peers.map(({ entry }) => [entry.participantId, entry.name]));
    const before = known.current;
    known.current = present;
    // Whoever was there on entering is on the list, not news.
    if (!before) return;
    const came = [...present].filter(([id]) => !before.has(id)).map(([, name]) => t("joined", { name }));
    const went = [...before].filter(([id]) => !present.has(id)).map(([, name]) => t("left", { name }));
    const words = [...came, ...went];
    if (words.length > 0) announce(words.join(". "));
  }, [peers, t, announce]);
  return region;
}
