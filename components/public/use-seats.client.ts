"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { channels } from "@/lib/realtime/channels";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { useCatchUp } from "@/lib/realtime/use-channel.client";
import type { SeatsNow } from "@/lib/registrations/rules";

/** Without events the seats are asked for this often; with them only what has no event, such as the start. */
const POLL_MS = 15_000;
const SAFETY_MS = 60_000;
/** Everybody on the page hears an event at once: not everybody asks at once. */
const SPREAD_MS = 1500;

export type SeatsProps = {
  publicId: string;
  conferenceId: string;
  realtime: RealtimeConfig | null;
  /** As the server rendered the page. */
  initial: SeatsNow;
  /** Near the start and while it runs the state may change any moment. */
  watchful: boolean;
  /** The page stays as it is when the state changes: somebody is typing on it. */
  keepsPage?: boolean;
};

/** The seats as they are now. When the state of the conference changes, the page is rendered again. */
export function useSeats(props: SeatsProps): SeatsNow {
  const { publicId, conferenceId, realtime, initial, watchful, keepsPage } = props;
  const router = useRouter();
  const [seats, setSeats] = useState(initial);
  const etag = useRef<string | null>(null);

  const ask = useCallback(async () => {
    const headers: Record<string, string> = etag.current ? { "if-none-match": etag.current } : {};
    const answer = await fetch(`/api/seats/${publicId}`, { headers, cache: "no-store" }).catch(() => null);
    if (answer?.status !== 200) return;
    etag.current = answer.headers.get("etag");
    const next = (await answer.json()) as SeatsNow;
    setSeats(next);
    if (next.state !== initial.state && !keepsPage) router.refresh();
  }, [publicId, initial.state, keepsPage, router]);

  useCatchUp(realtime, channels.seats(conferenceId), () => void ask(), {
    pollMs: POLL_MS,
    safetyMs: watchful ? POLL_MS : SAFETY_MS,
    spreadMs: SPREAD_MS,
  });

  // A rendering of the server is newer than what was asked for before it.
  useEffect(() => setSeats(initial), [initial]);
  return seats;
}
