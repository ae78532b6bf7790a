"use client";

import { useCallback, useEffect, useState } from "react";

/** Speaks a message whenever it changes. It must be in the page before the message is. */
export function LiveRegion({
  message,
  politeness = "polite",
}: {
  message: string;
  politeness?: "polite" | "assertive";
}) {
  const [spoken, setSpoken] = useState("");
  useEffect(() => setSpoken(message), [message]);
  return (
    <span role={politeness === "polite" ? "status" : "alert"} className="sr-only">
      {spoken}
    </span>
  );
}

/** `[announce, region]`: place the region, call announce. The same words twice are spoken twice. */
export function useAnnounce(): [(message: string) => void, React.ReactNode] {
  const [message, setMessage] = useState({ text: "", turn: 0 });
  const announce = useCallback(
    (text: string) => setMessage((previous) => ({ text, turn: previous.turn + 1 })),
    [],
  );
  const region = (
    <span role="status" className="sr-only">
      {message.text ? <span key={message.turn}>{message.text}</span> : null}
    </span>
  );
  return [announce, region];
}
