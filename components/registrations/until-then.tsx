import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

const strong = (chunks: ReactNode) => <b className="font-semibold text-fg">{chunks}</b>;

/** What to expect until the start. */
export function UntilThen({ isMailed, startTime }: { isMailed: boolean; startTime: string | null }) {
  const t = useTranslations("registration");
  const steps = [
    t.rich(isMailed ? "steps.mail" : "steps.link", { b: strong }),
    startTime ? t.rich("steps.open", { b: strong, time: startTime }) : null,
    t.rich("steps.camera", { b: strong }),
  ].filter(Boolean);
  return (
    <section className="mt-8" aria-labelledby="until">
      <h2 id="until" className="text-md">
        {t("done.until")}
      </h2>
      <ol className="mt-2.5 divide-y divide-border border-t border-border">
        {steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={i} className="flex gap-3 py-2.5 text-fg-muted">
            <span
              aria-hidden
              className="grid size-5.5 shrink-0 place-items-center rounded-full bg-sunken text-xs font-semibold text-fg-muted num"
            >
              {i + 1}
            </span>
            <span className="min-w-0">{step}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
