"use client";

import { useEffect, useRef } from "react";

/** Inside a row that scrolls sideways: brings the current entry into sight. */
export function ShowCurrent() {
  const mark = useRef<HTMLSpanElement>(null);
  // After every drawing: another entry may have become the current one.
  useEffect(() => {
    const row = mark.current?.parentElement;
    const current = row?.querySelector<HTMLElement>("[aria-current=page]");
    if (!row || !current || row.scrollWidth <= row.clientWidth) return;
    const [seen, wanted] = [row.getBoundingClientRect(), current.getBoundingClientRect()];
    if (wanted.right > seen.right) row.scrollLeft += wanted.right - seen.right;
    if (wanted.left < seen.left) row.scrollLeft -= seen.left - wanted.left;
  });
  return <span ref={mark} hidden />;
}
