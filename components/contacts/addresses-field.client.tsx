"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useContext, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { TextField, type TextFieldProps } from "@/components/forms/fields.client";
import { FormContext } from "@/components/forms/form-context.client";
import { Button } from "@/components/ui/button";
import { addressesMax } from "@/lib/contacts/rules";

/** As many fields as the person has addresses; one that is emptied goes away with saving. */
export function AddressesField({
  name,
  label,
  add,
  values,
  ...control
}: {
  name: "emails" | "phones";
  label: (n: number) => string;
  add: string;
  values: readonly string[];
} & Pick<TextFieldProps, "type" | "inputMode" | "autoCapitalize">) {
  const t = useTranslations("contacts");
  // Without scripts a refused form comes back with every field that was sent.
  const { values: sent } = useContext(FormContext);
  const before = Object.keys(sent ?? {}).filter((key) => key.startsWith(`${name}.`)).length;
  const [count, setCount] = useState(Math.max(values.length, before, 1));
  const group = useRef<HTMLDivElement>(null);

  function more() {
    flushSync(() => setCount(count + 1));
    group.current?.querySelector<HTMLInputElement>(`[name="${name}.${count}"]`)?.focus();
  }

  return (
    <div ref={group} className="flex min-w-0 flex-col gap-3">
      {Array.from({ length: count }, (_, place) => (
        <TextField
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is the field's name
          key={place}
          {...control}
          name={`${name}.${place}`}
          label={label(place + 1)}
          help={place === 0 && values.length > 0 ? t("fieldsHelp") : undefined}
          defaultValue={values[place]}
          autoComplete="off"
          spellCheck={false}
        />
      ))}
      {count < addressesMax ? (
        <Button icon={<Plus aria-hidden />} variant="ghost" className="self-start" onClick={more}>
          {add}
        </Button>
      ) : null}
    </div>
  );
}
