"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { useCatchUp, useChannel } from "@/lib/realtime/use-channel.client";

/**
 * Signed out elsewhere or disabled: what is on the screen goes away too, not only what would be asked for next, also
 * when the event was missed. As long as the session stands, the page stays as it is; rights that were given or taken
 * show at once.
 */
export function SessionWatch({ config, channel }: { config: RealtimeConfig | null; channel: string }) {
  const router = useRouter();
  const refresh = () => router.refresh();
  const state = useChannel(config, channel, { "session.ended": refresh, "rights.changed": refresh });
  // Refused: whoever this page was made for is not signed in any more.
  const isRefused = config !== null && state === "off";
  useEffect(() => {
    if (isRefused) router.refresh();
  }, [isRefused, router]);
  useCatchUp(config, channel, () => void refreshIfOver(router), {
    event: "session.ended",
    pollMs: Number.POSITIVE_INFINITY,
    safetyMs: Number.POSITIVE_INFINITY,
  });
  return null;
}

async function refreshIfOver(router: ReturnType<typeof useRouter>): Promise<void> {
  const answer = await fetch("/api/auth/session", { cache: "no-store" }).catch(() => null);
  if (!answer) return;
  const session = answer.ok ? ((await answer.json()) as { user?: unknown } | null) : null;
  if (!session?.user) router.refresh();
}
