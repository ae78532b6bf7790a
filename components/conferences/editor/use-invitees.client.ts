"use client";

import { useEffect, useState } from "react";
import * as z from "zod/mini";
import { useDraft } from "./draft.client";

export type Found = { id: string; name: string };

const answer = z.object({
  ok: z.literal(true),
  data: z.array(z.object({ id: z.string(), name: z.string() })),
});

type State = { state: "waiting" | "ready" | "failed"; people: Found[] };

const PAUSE_MS = 150;

/** People of the account that match what is typed, a moment after the last key. */
export function useInvitees(typed: string, isActive: boolean): State {
  const { facts } = useDraft();
  const [found, setFound] = useState<State>({ state: "waiting", people: [] });
  const { id } = facts;
  useEffect(() => {
    if (!isActive) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const query = new URLSearchParams({ q: typed.trim(), ...(id ? { conference: id } : {}) });
      try {
        const response = await fetch(`/api/users?${query}`, { signal: stop.signal });
        setFound({ state: "ready", people: answer.parse(await response.json()).data });
      } catch {
        if (!stop.signal.aborted) setFound({ state: "failed", people: [] });
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed, isActive, id]);
  return found;
}
