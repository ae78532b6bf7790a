import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { InstallButton } from "./install-button.client";

/** Joining from the client application: Foyer itself, installed from the browser. */
export function AppHelp() {
  const t = useTranslations("public.app");
  return (
    <details className="group text-sm">
      <summary className="flex cursor-pointer items-center gap-1.5 rounded-sm py-1 font-medium text-primary-text touch:py-2.5">
        {t("title")}
        <ChevronDown aria-hidden className="size-3.5 group-open:rotate-180" />
      </summary>
      <p className="mt-1 text-fg-muted">{t("body")}</p>
      <ul className="mt-1.5 list-disc ps-4.5 text-fg-muted">
        <li>{t("chrome")}</li>
        <li>{t("safari")}</li>
        <li>{t("firefox")}</li>
      </ul>
      <InstallButton label={t("install")} />
    </details>
  );
}
