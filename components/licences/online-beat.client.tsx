"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/**
 * Says that somebody has the area open, so that the online licence is not given to the next person. When it could not be
 * kept, because this device slept, the page that says so takes its place.
 */
export function OnlineBeat({ seconds }: { seconds: number }) {
  const router = useRouter();
  useEffect(() => {
    const beat = async () => {
      const answer = await fetch("/api/online", { method: "POST", body: "{}", cache: "no-store" }).catch(
        () => null,
      );
      if (answer?.status === 401) router.refresh();
      if (answer?.status === 403) window.location.assign("/online");
    };
    const timer = window.setInterval(() => void beat(), seconds * 1000);
    const look = () => document.visibilityState === "visible" && void beat();
    document.addEventListener("visibilitychange", look);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [router, seconds]);
  return null;
}
