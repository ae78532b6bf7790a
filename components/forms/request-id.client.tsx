"use client";

import { useEffect, useRef } from "react";

/** Makes a double press or a repeated request one record. A new one for each time the form is opened. */
export function RequestId() {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.value = randomId();
  }, []);
  return <input ref={input} type="hidden" name="requestId" defaultValue="" />;
}

/** A UUID of version 4, also on pages without https, where `crypto.randomUUID` is missing. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, i) => {
    const fixed = i === 6 ? (byte & 0x0f) | 0x40 : i === 8 ? (byte & 0x3f) | 0x80 : byte;
    return fixed.toString(16).padStart(2, "0");
  });
  const part = (from: number, to: number) => hex.slice(from, to).join("");
  return [part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 16)].join("-");
}
