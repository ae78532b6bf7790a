"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";

/** Signing in and coming back to this very page. */
export function SignInLink({ children }: { children: ReactNode }) {
  const path = usePathname();
  const query = useSearchParams().toString();
  const next = query ? `${path}?${query}` : path;
  return (
    <Button href={`/sign-in?${new URLSearchParams({ next })}`} variant="primary" size={36}>
      {children}
    </Button>
  );
}
