"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "../ui/cn";
import { segmentClass, segmentedClass, segmentOn } from "../ui/segmented";

export type Theme = "system" | "light" | "dark";

const options = [
  { value: "system", icon: Monitor, text: "themeSystem" },
  { value: "light", icon: Sun, text: "themeLight" },
  { value: "dark", icon: Moon, text: "themeDark" },
] as const;

/** Light, dark or as the system. The page changes at once; the server action (field `theme`) keeps the choice. */
export function ThemeChoice({
  value,
  action,
  className,
}: {
  value: Theme;
  action: (data: FormData) => void | Promise<void>;
  className?: string;
}) {
  const t = useTranslations("shell");
  return (
    <form action={action} className={className}>
      {/* biome-ignore lint/a11y/useSemanticElements: three buttons that act at once, not answers of a form */}
      <div role="group" aria-label={t("theme")} className={cn(segmentedClass, "flex")}>
        {options.map(({ value: option, icon: Icon, text }) => (
          <button
            key={option}
            type="submit"
            name="theme"
            value={option}
            aria-pressed={option === value}
            aria-label={t(text)}
            title={t(text)}
            onClick={() => apply(option)}
            className={cn(segmentClass, "flex-1", option === value && segmentOn)}
          >
            <Icon aria-hidden />
          </button>
        ))}
      </div>
    </form>
  );
}

function apply(theme: Theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}
