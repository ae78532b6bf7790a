"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** A row of days that scrolls on phones; the chosen one is brought to the middle. */
export function CentreOnPhone({ label, children }: { label: string; children: ReactNode }) {
  const list = useRef<HTMLOListElement>(null);
  // After every drawing: another day may have been chosen.
  useEffect(() => {
    const row = list.current;
    const chosen = row?.querySelector<HTMLElement>("[data-chosen]");
    if (!row || !chosen || row.scrollWidth <= row.clientWidth) return;
    row.scrollLeft += middle(chosen) - middle(row);
  });
  return (
    <ol
      ref={list}
      aria-label={label}
      className="scroll-quiet relative mt-1.5 grid auto-cols-fr grid-flow-col phone:-mx-3 phone:flex phone:overflow-x-auto phone:px-2"
    >
      {children}
    </ol>
  );
}

function middle(element: HTMLElement): number {
  const box = element.getBoundingClientRect();
  return box.left + box.width / 2;
}
