"use client";
import { useState } from "react";

/** Something that answers a click, for the time from the click to the next picture. */
export function Button() {
  const [count, setCount] = useState(0);
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {count}
    </button>
  );
}
