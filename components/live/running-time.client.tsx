"use client";

import { useEffect, useState } from "react";

/** The server's time of now, once a second; zero until the page is alive. */
export function useServerClock(offset: number): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    const tick = () => setNow(Date.now() + offset);
    tick();
    const timer = window.setInterval(tick, 1000);
    return () => window.clearInterval(timer);
  }, [offset]);
  return now;
}
