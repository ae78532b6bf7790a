"use client";

import { Download } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/button";

/** Not in the standard yet, so it is in no library of types. */
type InstallPrompt = Event & { prompt(): Promise<unknown> };

const isInstallPrompt = (event: Event): event is InstallPrompt => "prompt" in event;

/** Shown only where the browser offers to install; elsewhere the words beside it say how. */
export function InstallButton({ label }: { label: string }) {
  const [offer, setOffer] = useState<InstallPrompt | null>(null);
  useEffect(() => {
    const keep = (event: Event) => {
      if (!isInstallPrompt(event)) return;
      event.preventDefault();
      setOffer(event);
    };
    const forget = () => setOffer(null);
    window.addEventListener("beforeinstallprompt", keep);
    window.addEventListener("appinstalled", forget);
    return () => {
      window.removeEventListener("beforeinstallprompt", keep);
      window.removeEventListener("appinstalled", forget);
    };
  }, []);
  if (!offer) return null;
  return (
    <Button className="mt-2" icon={<Download aria-hidden />} onClick={() => void offer.prompt()}>
      {label}
    </Button>
  );
}
