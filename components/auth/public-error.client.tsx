"use client";

import { PageError } from "@/components/shell/page-error.client";
import { Logo } from "@/components/ui/logo";

/** A page outside the personal area that did not load: without its frame, which may be what failed. */
export function PublicError(props: Parameters<typeof PageError>[0]) {
  return (
    <main id="main" className="grid min-h-dvh content-center justify-items-center gap-6 p-4">
      <Logo />
      <div className="w-full max-w-130">
        <PageError {...props} />
      </div>
    </main>
  );
}
