"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Input, InputGroup, type InputProps } from "./input";

/** A password with a show and hide button. Paste and password managers are welcome; without scripts it stays a plain password field. */
export function PasswordInput({ className, ...rest }: Omit<InputProps, "type">) {
  const t = useTranslations("ui");
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <InputGroup
      className={className}
      end={
        <button
          type="button"
          aria-pressed={shown}
          aria-label={t("showPassword")}
          onClick={() => setShown(!shown)}
          className="grid size-7 place-items-center rounded-sm text-fg-muted hover:text-fg touch:size-11"
        >
          <Icon aria-hidden />
        </button>
      }
    >
      <Input {...rest} type={shown ? "text" : "password"} spellCheck={false} autoCapitalize="none" />
    </InputGroup>
  );
}
