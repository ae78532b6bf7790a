"use client";

import { useEffect, useRef, useState } from "react";
import { type EditorValues, one } from "./values";
import type { WhenText } from "./when-text";

const parts = ["kind", "date", "time", "durationMin", "timeZone"];

/**
 * The date in words, kept up with the fields. The first words come from the server, since its and the browser's
 * language data may differ; the code that computes them is fetched with the first change.
 */
export function useWhen(
  values: EditorValues,
  first: WhenText | null,
  viewer: { locale: string; zone: string; nowIso: string },
): WhenText | null {
  const [when, setWhen] = useState(first);
  const key = parts.map((name) => one(values, name)).join(" ");
  const shown = useRef(key);
  const latest = useRef(values);
  latest.current = values;
  const { locale, zone, nowIso } = viewer;
  useEffect(() => {
    if (shown.current === key) return;
    let isCurrent = true;
    import("./when-text").then(({ whenText }) => {
      if (!isCurrent) return;
      shown.current = key;
      setWhen(whenText(latest.current, { locale, zone, now: new Date(nowIso) }));
    });
    return () => {
      isCurrent = false;
    };
  }, [key, locale, zone, nowIso]);
  return when;
}
