import { Shield } from "lucide-react";
import { useTranslations } from "next-intl";

/** One is in the control panel: what is changed here concerns others. Ink in both themes. */
export function ControlStrip({ account }: { account: string }) {
  const t = useTranslations("control");
  return (
    <section
      aria-label={t("title")}
      data-surface
      className="flex min-h-8 items-center gap-2.5 bg-stage px-6 py-1.5 text-xs text-stage-fg phone:px-4"
    >
      <Shield aria-hidden className="shrink-0" />
      <p>
        {t.rich("strip", { account, b: (chunks) => <strong className="font-semibold">{chunks}</strong> })}
      </p>
    </section>
  );
}
