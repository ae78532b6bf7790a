"use client";

import { useEffect, useState } from "react";
import type { RealtimeConfig } from "@/lib/realtime/config";
import { connectionFor } from "@/lib/realtime/connection";
import { LocalMedia } from "./engine/media";
import { RoomSession } from "./engine/room";
import { claimTab, releaseTab, wasInside } from "./engine/tab";

type Engine = { media: LocalMedia; session: RoomSession };

/** Warms the devices and the line at once; a reload inside goes straight back in. */
export function useEngine(publicId: string, realtime: RealtimeConfig | null): Engine | null {
  const [engine, setEngine] = useState<Engine | null>(null);
  const config = realtime ? JSON.stringify(realtime) : null;
  useEffect(() => {
    const service = config ? (JSON.parse(config) as RealtimeConfig) : null;
    if (service) connectionFor(service).warm();
    const media = new LocalMedia();
    let session: RoomSession | null = null;
    let isOver = false;
    void claimTab().then(({ clientId, isReload }) => {
      if (isOver) {
        releaseTab();
        return;
      }
      session = new RoomSession({ publicId, clientId, realtime: service, media });
      setEngine({ media, session });
      const inside = isReload ? wasInside(publicId) : null;
      void media.start(inside ?? { microphone: true, camera: true });
      if (inside) void session.enter({ takeOver: false });
    });
    return () => {
      isOver = true;
      session?.destroy();
      media.close();
      releaseTab();
      setEngine(null);
    };
  }, [publicId, config]);
  return engine;
}
