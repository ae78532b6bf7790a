import type { ReactNode } from "react";
import { requirePageActor } from "@/lib/auth/page";

/** Below it the page is streamed: whether it exists for this visitor must be answered before. The page asks again. */
export default async function StatusFirst({ children }: { children: ReactNode }) {
  await requirePageActor();
  return children;
}
