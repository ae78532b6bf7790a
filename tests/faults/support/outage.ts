import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./client";
import type { Stack } from "./stack";

export type Look = {
  /** Which page of which process. */
  what: string;
  /** 0: no answer. */
  status: number;
  hasRetryAfter: boolean;
  startedAt: number;
  ms: number;
};

/** Looks at pages again and again, each as soon as its last answer is there, until told to stop. */
export function watchPages(stack: Stack, pages: { path: string; cookie?: string }[], pauseMs = 100) {
  const looks: Look[] = [];
  let isOver = false;
  const watch = async (url: string, path: string, cookie?: string) => {
    while (!isOver) {
      const startedAt = performance.now();
      const answer = await ask(url + path, { cookie, patience: 20_000 }).catch(() => null);
      looks.push({
        what: url + path,
        status: answer?.status ?? 0,
        hasRetryAfter: answer?.headers["retry-after"] !== undefined,
        startedAt,
        ms: performance.now() - startedAt,
      });
      await sleep(pauseMs);
    }
  };
  const watching = stack.apps.flatMap(({ url }) => pages.map(({ path, cookie }) => watch(url, path, cookie)));
  return {
    looks,
    async stop() {
      isOver = true;
      await Promise.all(watching);
    },
  };
}

/** Between two moments of performance.now(), by the beginning of the look. */
export const during = (looks: readonly Look[], from: number, to: number) =>
  looks.filter(({ startedAt }) => startedAt >= from && startedAt < to);

/** The moment from which on every page of every process was well, in milliseconds after another; NaN when never. */
export function wellAfter(looks: readonly Look[], moment: number): number {
  const later = looks.filter(({ startedAt, ms }) => startedAt + ms >= moment);
  const ills = later.filter(({ status }) => status === 0 || status >= 500);
  const lastIll = Math.max(moment, ...ills.map(({ startedAt, ms }) => startedAt + ms));
  const well = later.filter(
    ({ startedAt, ms, status }) => status > 0 && status < 500 && startedAt + ms > lastIll,
  );
  return well.length === 0 ? Number.NaN : Math.min(...well.map((l) => l.startedAt + l.ms)) - moment;
}
