import { ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Card, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button.client";

/** How far the log is sealed, and the hash to keep elsewhere. */
export function SealCard({
  links,
  head,
  sealedAt,
  waiting,
}: {
  links: number;
  /** `number:hash`, as the command that verifies takes it. */
  head: string | null;
  sealedAt: string | null;
  waiting: number;
}) {
  const t = useTranslations("control.audit.seal");
  return (
    <Card aria-labelledby="seal" className="mt-4">
      <CardHeader id="seal" title={t("title")} />
      <div className="grid gap-2.5 px-4 pb-4 text-sm">
        <p className="max-w-prose text-fg-muted">{t.rich("body", { code: (text) => <code>{text}</code> })}</p>
        <p className="meta-dots">
          <span className="inline-flex items-center gap-1.5">
            <ShieldCheck aria-hidden className="size-4 text-success-text" />
            {t("links", { count: links })}
          </span>
          <span>{t("waiting", { count: waiting })}</span>
          {sealedAt ? <span>{t("last", { time: sealedAt })}</span> : null}
        </p>
        {head ? (
          <p className="flex flex-wrap items-center gap-2">
            <span className="text-fg-muted">{t("head")}</span>
            <code className="min-w-0 text-xs wrap-anywhere">{head}</code>
            <CopyButton text={head} label={t("copy")} iconOnly />
          </p>
        ) : null}
      </div>
    </Card>
  );
}
