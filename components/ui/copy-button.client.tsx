"use client";

import { Check, Copy, Link } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button, type ButtonSize, type ButtonVariant } from "./button";
import { IconButton } from "./icon-button.client";
import { useAnnounce } from "./live-region.client";

const SHOWN_FOR_MS = 2000;

/** Puts text on the clipboard, shows a tick and says so. `label` names what is copied: "Copy link". */
export function CopyButton({
  text,
  label,
  iconOnly,
  sign = "copy",
  variant = iconOnly ? "ghost" : "secondary",
  size = iconOnly ? 28 : 32,
  className,
}: {
  text: string;
  label: string;
  iconOnly?: boolean;
  sign?: "copy" | "link";
  variant?: ButtonVariant;
  size?: Exclude<ButtonSize, 48>;
  className?: string;
}) {
  const t = useTranslations("ui");
  const [done, setDone] = useState(false);
  const [announce, region] = useAnnounce();
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(false), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [done]);

  async function copy() {
    const copied = await writeClipboard(text);
    setDone(copied);
    announce(t(copied ? "copied" : "copyFailed"));
  }

  const Sign = done ? Check : sign === "link" ? Link : Copy;
  const icon = <Sign aria-hidden className={done ? "text-success-text" : undefined} />;
  return (
    <>
      {iconOnly ? (
        <IconButton {...{ variant, size, className, icon }} name={label} onClick={copy} />
      ) : (
        <Button {...{ variant, size, className, icon }} onClick={copy}>
          {done ? t("copied") : label}
        </Button>
      )}
      {region}
    </>
  );
}

/** The clipboard needs a secure page; on plain http the older way still works. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "sr-only";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
