"use client";

import { RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef } from "react";
import { Field } from "@/components/forms/field.client";
import { useField } from "@/components/forms/form-context.client";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useDraft } from "./draft.client";
import { one } from "./values";

/** The PIN in clear, since whoever edits may pass it on. Ticking the box proposes six random digits. */
export function PinField({ defaultValue }: { defaultValue: string }) {
  const t = useTranslations("editor.pin");
  const { values, sync } = useDraft();
  const field = useField("pin", { help: true, defaultValue });
  const frame = useRef<HTMLSpanElement>(null);
  const inputOf = useCallback(() => frame.current?.querySelector("input"), []);
  const isUsed = one(values, "secured") === "on";

  const renew = useCallback(() => {
    const input = inputOf();
    if (!input) return;
    input.value = randomPin();
    sync();
  }, [sync, inputOf]);

  useEffect(() => {
    if (isUsed && inputOf()?.value === "") renew();
  }, [isUsed, renew, inputOf]);

  return (
    <Field name="pin" label={t("label")} help={t("help")} className="max-w-96">
      <span ref={frame} className="flex gap-2">
        <Input
          id={field.id}
          name="pin"
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          invalid={field.invalid}
          aria-describedby={field.describedBy}
          defaultValue={field.defaultValue}
          className="id-num"
        />
        <Button size={36} icon={<RefreshCw aria-hidden />} onClick={renew}>
          {t("new")}
        </Button>
      </span>
    </Field>
  );
}

const RANGE = 1_000_000;
/** Above it, numbers would not fall evenly on the million. */
const EVEN = 2 ** 32 - (2 ** 32 % RANGE);

function randomPin(): string {
  const drawn = new Uint32Array(1);
  do crypto.getRandomValues(drawn);
  while ((drawn[0] ?? 0) >= EVEN);
  return String((drawn[0] ?? 0) % RANGE).padStart(6, "0");
}
