"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

type Parts = { days: number; hours: number; minutes: number; seconds: number };

function split(ms: number): Parts {
  const total = Math.max(0, Math.ceil(ms / 1000));
  return {
    days: Math.floor(total / 86400),
    hours: Math.floor((total % 86400) / 3600),
    minutes: Math.floor((total % 3600) / 60),
    seconds: total % 60,
  };
}

/** The two largest parts that say something: "2 d 4 h", "4 h 13 min", "12 min 05 s". */
function largest({ days, hours, minutes, seconds }: Parts) {
  if (days > 0) return { kind: "days", a: days, b: hours } as const;
  if (hours > 0) return { kind: "hours", a: hours, b: minutes } as const;
  return { kind: "minutes", a: minutes, b: seconds } as const;
}

/**
 * Time left until an instant, by the server's clock: the device's own clock may be wrong.
 * Without scripts the first value stays. Screen readers are not interrupted by every tick.
 */
export function Countdown({
  targetIso,
  serverNowIso,
  done,
  className,
}: {
  targetIso: string;
  serverNowIso: string;
  /** Said when the time has come. */
  done: string;
  className?: string;
}) {
  const t = useTranslations("ui.countdown");
  const [left, setLeft] = useState(() => Date.parse(targetIso) - Date.parse(serverNowIso));

  useEffect(() => {
    const startedAt = performance.now();
    const atStart = Date.parse(targetIso) - Date.parse(serverNowIso);
    const tick = () => setLeft(atStart - (performance.now() - startedAt));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [targetIso, serverNowIso]);

  if (left <= 0) {
    return (
      <span role="status" className={className}>
        {done}
      </span>
    );
  }
  const { kind, a, b } = largest(split(left));
  return (
    <span role="timer" className={className} style={{ fontVariantNumeric: "tabular-nums" }}>
      {t(kind, { a, b, padded: String(b).padStart(2, "0") })}
    </span>
  );
}
