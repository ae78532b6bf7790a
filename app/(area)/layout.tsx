import type { ReactNode } from "react";
import { AreaFrame } from "@/components/auth/area-frame";
import { findActor } from "@/lib/server/actor";
import { cannotCreate } from "../cannot-create";

/** Only the frame. Each page asks for its actor by itself: a layout is no wall. */
export default async function AreaLayout({ children }: { children: ReactNode }) {
  const actor = await findActor();
  if (!actor) return children;
  return (
    <AreaFrame actor={actor} cannotCreate={await cannotCreate(actor)}>
      {children}
    </AreaFrame>
  );
}
