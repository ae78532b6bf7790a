"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { refreshIfReachable } from "@/lib/realtime/refresh.client";
import { useLiveRefresh } from "@/lib/realtime/use-channel.client";

const MINUTE_MS = 60_000;

/**
 * Keeps a list true while somebody looks at it: fetched again when the person's channel says so, else every ten
 * seconds, and at each full minute, when the line of now and "In 13 min" move on.
 */
export function LiveLists({ config, channel }: { config: RealtimeConfig | null; channel: string }) {
  const router = useRouter();
  useLiveRefresh(config, channel);
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
  return null;
}
