"use client";

import { useEffect, useRef } from "react";

const BARS = Array.from({ length: 28 }, (_, i) => i);
const EVERY_MS = 80;

/** The loudness of the own microphone. Drawn past React: it moves twelve times a second. */
export function MicMeter({ label, read }: { label: string; read: () => number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = window.setInterval(() => {
      const level = read();
      const lit = Math.round(level * BARS.length);
      box.current?.setAttribute("aria-valuenow", String(Math.round(level * 100)));
      for (const [index, bar] of [...(box.current?.children ?? [])].entries()) {
        bar.toggleAttribute("data-lit", index < lit);
      }
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [read]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: the element <meter> cannot be drawn as bars in every browser
    <div
      ref={box}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="mt-0.5 flex h-2.5 gap-0.5"
    >
      {BARS.map((bar) => (
        <span key={bar} data-fill className="flex-1 rounded-[1px] bg-track data-lit:bg-success" />
      ))}
    </div>
  );
}
