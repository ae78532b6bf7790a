"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { zoneCookie } from "@/lib/registrations/rules";
import { useSettled } from "../ui/use-settled.client";

const YEAR_S = 365 * 86_400;

/** Tells the server the zone of this device once, so that times also come in it. Without scripts they do not. */
export function VisitorZone({ known }: { known: string | null }) {
  const router = useRouter();
  const settled = useSettled();
  useEffect(() => {
    if (!settled) return;
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || zone === known || document.cookie.includes(`${zoneCookie}=${encodeURIComponent(zone)}`))
      return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers in use
    document.cookie = `${zoneCookie}=${encodeURIComponent(zone)}; path=/; max-age=${YEAR_S}; samesite=lax`;
    router.refresh();
  }, [settled, known, router]);
  return null;
}
