import { LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { ErrorCode, ErrorParams } from "@/lib/errors";

/** In place of the editor: why not, and who can change that. */
export function Refused({
  title,
  reason,
  params,
  back,
}: {
  title: string;
  reason: ErrorCode;
  params?: ErrorParams;
  back: { href: string; label: string };
}) {
  // The arguments belong to the code, which is only known at run time.
  const t = useTranslations("errors") as unknown as (code: ErrorCode, params?: ErrorParams) => string;
  return (
    <EmptyState
      level={1}
      icon={<LockKeyhole />}
      title={title}
      body={t(reason, params)}
      actions={<Button href={back.href}>{back.label}</Button>}
    />
  );
}
