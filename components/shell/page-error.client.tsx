"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { startTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState, RetryIcon } from "@/components/ui/empty-state";

/** A page that did not load: says so inside its frame, with the reference that is also in the log. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations("ui.failed");
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <Card as="div">
      <ErrorState
        level={1}
        title={t("title")}
        body={t("body")}
        reference={error.digest ? t("reference", { ref: error.digest }) : undefined}
        actions={
          <Button size={36} onClick={again} icon={<RetryIcon />}>
            {t("again")}
          </Button>
        }
      />
    </Card>
  );
}
