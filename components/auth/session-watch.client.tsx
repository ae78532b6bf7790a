"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { useChannel } from "@/lib/realtime/use-channel.client";

/** Signed out elsewhere or disabled: what is on the screen goes away too, not only what would be asked for next. */
export function SessionWatch({ config, channel }: { config: RealtimeConfig | null; channel: string }) {
  const router = useRouter();
  const state = useChannel(config, channel, { "session.ended": () => router.refresh() });
  // Refused: whoever this page was made for is not signed in any more.
  const isRefused = config !== null && state === "off";
  useEffect(() => {
    if (isRefused) router.refresh();
  }, [isRefused, router]);
  return null;
}
