import type { ReactNode } from "react";
import { AreaFrame } from "@/components/auth/area-frame";
import { ControlStrip } from "@/components/control/control-strip";
import { findActor } from "@/lib/server/actor";
import { cannotCreate } from "../cannot-create";

/** The frame of the personal area with the strip that says where one is. Each page asks for its actor by itself. */
export default async function ControlLayout({ children }: { children: ReactNode }) {
  const actor = await findActor();
  if (!actor) return children;
  const banner = actor.isAdministrator ? <ControlStrip account={actor.accountName} /> : undefined;
  return (
    <AreaFrame actor={actor} cannotCreate={await cannotCreate(actor)} banner={banner}>
      {children}
    </AreaFrame>
  );
}
