"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { refreshIfReachable } from "@/lib/realtime/refresh.client";
import { useLiveRefresh } from "@/lib/realtime/use-channel.client";

const MINUTE_MS = 60_000;

/**
 * Keeps a list true while somebody looks at it: fetched again when the person's channel says so, else every `pollMs`,
 * and at each full minute, when the line of now and "In 13 min" move on. The children are shown while no events arrive.
 */
export function LiveLists({
  config,
  channel,
  pollMs,
  children,
}: {
  config: RealtimeConfig | null;
  channel: string;
  pollMs: number;
  children: ReactNode;
}) {
  const router = useRouter();
  const isSlow = useLiveRefresh(config, channel, { pollMs });
  useEffect(() => {
    let timer = 0;
    const next = () => {
      timer = window.setTimeout(
        () => {
          if (document.visibilityState === "visible") void refreshIfReachable(router);
          next();
        },
        MINUTE_MS - (Date.now() % MINUTE_MS),
      );
    };
    next();
    return () => window.clearTimeout(timer);
  }, [router]);
  return isSlow ? children : null;
}
