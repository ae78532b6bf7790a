"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { CatchUp, type CatchUpOptions } from "./catch-up";
import type { RealtimeConfig } from "./config";
import { type ChannelState, connectionFor } from "./connection";
import { refreshIfReachable } from "./refresh.client";

type Handler = (data: unknown, event: string) => void;

/**
 * Listens to one channel while the component is on the page. `handlers` are called by event name, `*` with every event.
 * Events are hints: what they say is fetched. Returns whether they arrive at all.
 */
export function useChannel(
  config: RealtimeConfig | null,
  name: string | null,
  handlers: Record<string, Handler>,
): ChannelState {
  const [state, setState] = useState<ChannelState>(config && name ? "waiting" : "off");
  const receive = useEffectEvent((event: string, data: unknown) => {
    handlers[event]?.(data, event);
    handlers["*"]?.(data, event);
  });
  const id = config ? JSON.stringify(config) : null;
  useEffect(() => {
    if (!id || !name) {
      setState("off");
      return;
    }
    return connectionFor(JSON.parse(id) as RealtimeConfig).listen(name, {
      event: (event, data) => receive(event, data),
      state: setState,
    });
  }, [id, name]);
  return state;
}

type Options = Partial<CatchUpOptions> & {
  /** The event that says that there is something to ask for; any of the channel's by default. */
  event?: string;
  /** Off while, for example, a form on the page is being filled in. */
  enabled?: boolean;
};

/**
 * Asks again whenever something may have been missed; see CatchUp. Says whether news come late, by asking. What answers
 * false, or the promise of it, is asked again soon.
 */
export function useCatchUp(
  config: RealtimeConfig | null,
  name: string | null,
  ask: () => unknown,
  {
    pollMs = 10_000,
    safetyMs = 60_000,
    gatherMs = 300,
    spreadMs = 0,
    event = "*",
    enabled = true,
  }: Options = {},
): boolean {
  const [isSlow, setSlow] = useState(false);
  const catchUp = useRef<CatchUp | null>(null);
  const run = useEffectEvent(ask);
  const line = useChannel(config, enabled ? name : null, { [event]: () => catchUp.current?.heard() });
  const present = useEffectEvent(() => line);

  useEffect(() => {
    if (!enabled) return;
    const made = new CatchUp(
      { pollMs, safetyMs, gatherMs, spreadMs, chance: Math.random },
      () => run(),
      setSlow,
    );
    catchUp.current = made;
    made.start();
    made.lineIs(present());
    const look = () => made.visibleIs(document.visibilityState === "visible");
    const back = () => made.returned();
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pageshow", look);
    window.addEventListener("online", back);
    return () => {
      made.stop();
      catchUp.current = null;
      setSlow(false);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pageshow", look);
      window.removeEventListener("online", back);
    };
  }, [enabled, pollMs, safetyMs, gatherMs, spreadMs]);

  useEffect(() => catchUp.current?.lineIs(line), [line]);
  return isSlow;
}

/** Renders the page's server part again when something it shows has moved. */
export function useLiveRefresh(
  config: RealtimeConfig | null,
  name: string | null,
  options: Options = {},
): boolean {
  const router = useRouter();
  return useCatchUp(config, name, () => refreshIfReachable(router), options);
}
