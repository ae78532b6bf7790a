"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { RealtimeConfig } from "./config";
import { type ChannelState, connectionFor } from "./connection";
import { refreshIfReachable } from "./refresh.client";

type Handler = (data: unknown, event: string) => void;

/**
 * Listens to one channel while the component is on the page. `handlers` are called by event name, `*` with every event.
 * Events are hints: what they say is fetched. Returns whether they arrive at all, so that the caller can poll.
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

type RefreshOptions = {
  /** While no events arrive. */
  pollSeconds?: number;
  /** Several events in a row are one refresh. */
  debounceMs?: number;
  /** Off while, for example, a form on the page is being filled in. */
  enabled?: boolean;
};

const STALE_AFTER_MS = 60_000;
const FRESH_MS = 5000;
const RETRY_MS = 5000;

/** Renders the page's server part again when something it shows has moved. */
export function useLiveRefresh(
  config: RealtimeConfig | null,
  name: string | null,
  { pollSeconds = 10, debounceMs = 300, enabled = true }: RefreshOptions = {},
): ChannelState {
  const router = useRouter();
  const [turn, setTurn] = useState(0);
  const state = useChannel(config, enabled ? name : null, { "*": () => setTurn((n) => n + 1) });

  useEffect(() => {
    if (turn === 0) return;
    let timer = 0;
    const look = async () => {
      const isDone = await refreshIfReachable(router);
      if (!isDone && timer !== 0) timer = window.setTimeout(look, RETRY_MS);
    };
    timer = window.setTimeout(look, debounceMs);
    return () => {
      window.clearTimeout(timer);
      timer = 0;
    };
  }, [turn, debounceMs, router]);

  // What happened while nobody listened is fetched once when the line stands again; a fresh page has missed nothing.
  const isListening = state === "on";
  const mountedAt = useRef(0);
  useEffect(() => {
    if (mountedAt.current === 0) mountedAt.current = Date.now();
    if (isListening && Date.now() - mountedAt.current > FRESH_MS) setTurn((n) => n + 1);
  }, [isListening]);

  useEffect(() => {
    if (!enabled || isListening) return;
    const timer = window.setInterval(() => {
      if (document.visibilityState === "visible") void refreshIfReachable(router);
    }, pollSeconds * 1000);
    return () => window.clearInterval(timer);
  }, [enabled, isListening, pollSeconds, router]);

  useEffect(() => {
    if (!enabled) return;
    let hiddenAt = 0;
    const look = () => {
      if (document.visibilityState === "hidden") hiddenAt = Date.now();
      else if (hiddenAt > 0 && Date.now() - hiddenAt > STALE_AFTER_MS) setTurn((n) => n + 1);
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [enabled]);

  return state;
}
