"use client";

import { useCallback, useState } from "react";

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
