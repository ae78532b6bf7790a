import { useTranslations } from "next-intl";

export function SkipLink() {
  const t = useTranslations("shell");
  return (
    <a
      href="#main"
      className="fixed start-2 top-2 z-60 -translate-y-16 rounded-md bg-raised px-3 py-2 text-sm font-medium text-primary-text shadow-e2 focus:translate-y-0"
    >
      {t("skip")}
    </a>
  );
}
