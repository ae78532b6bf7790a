"use client";

import { useRouter } from "next/navigation";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { useChannel } from "@/lib/realtime/use-channel.client";

/** Signed out elsewhere or disabled: what is on the screen goes away too, not only what would be asked for next. */
export function SessionWatch({ config, channel }: { config: RealtimeConfig | null; channel: string }) {
  const router = useRouter();
  useChannel(config, channel, { "session.ended": () => router.refresh() });
  return null;
}
