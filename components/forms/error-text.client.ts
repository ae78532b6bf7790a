"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import type { ErrorCode, ErrorParams } from "@/lib/errors";

/** The sentence for an error code, in the language of the page. */
export function useErrorText() {
  const t = useTranslations("errors");
  return useCallback(
    ({ code, params }: { code: ErrorCode; params?: ErrorParams }) => {
      // The arguments belong to the code, which is only known at run time.
      const text = t as unknown as (code: ErrorCode, params?: ErrorParams) => string;
      return text(code, params);
    },
    [t],
  );
}
