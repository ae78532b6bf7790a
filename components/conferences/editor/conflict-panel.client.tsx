"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RadioCard } from "@/components/ui/choice";
import { useValueText } from "./value-text.client";
import { type EditorValues, fieldsInOrder, sameValue } from "./values";

type Side = "mine" | "theirs";

/** Both versions side by side. What only one of the two changed is proposed from that one. */
export function ConflictPanel({
  base,
  mine,
  theirs,
  savedBy,
  onChoose,
}: {
  base: EditorValues;
  mine: EditorValues;
  /** Null until the saved version has arrived. */
  theirs: EditorValues | null;
  savedBy: string;
  onChoose: (chosen: EditorValues) => void;
}) {
  const t = useTranslations("editor.conflict");
  const { label, text } = useValueText();
  const heading = useRef<HTMLHeadingElement>(null);
  const [choices, setChoices] = useState<Record<string, Side>>({});
  useEffect(() => heading.current?.focus(), []);
  const different = theirs ? fieldsInOrder.filter((name) => !sameValue(mine, theirs, name)) : [];
  const proposed = (name: string): Side => (sameValue(base, mine, name) ? "theirs" : "mine");

  function choose() {
    const chosen = { ...mine };
    for (const name of different) {
      if ((choices[name] ?? proposed(name)) === "theirs") chosen[name] = theirs?.[name] ?? "";
    }
    onChoose(chosen);
  }

  return (
    <Card pad className="mb-6" aria-labelledby="conflict-title">
      <h2 id="conflict-title" ref={heading} tabIndex={-1}>
        {t("title")}
      </h2>
      {theirs ? (
        <>
          <p className="mt-1 text-sm text-fg-muted">
            {different.length ? t("lead", { name: savedBy }) : t("same")}
          </p>
          {different.map((name) => (
            <fieldset key={name} className="mt-4 min-w-0">
              <legend className="mb-1.5 text-sm font-medium">{label(name)}</legend>
              <div className="grid gap-2 sm:grid-cols-2">
                {(["mine", "theirs"] as const).map((side) => (
                  <RadioCard
                    key={side}
                    name={`conflict-${name}`}
                    value={side}
                    title={side === "mine" ? t("mine") : t("theirs", { name: savedBy })}
                    description={
                      <span className="line-clamp-4 wrap-anywhere whitespace-pre-line">
                        {text(name, side === "mine" ? mine : theirs)}
                      </span>
                    }
                    defaultChecked={proposed(name) === side}
                    onChange={() => setChoices((all) => ({ ...all, [name]: side }))}
                  />
                ))}
              </div>
            </fieldset>
          ))}
          <Button variant="primary" size={36} className="mt-4" onClick={choose}>
            {t("save")}
          </Button>
        </>
      ) : (
        <p className="mt-1 text-sm text-fg-muted" role="status">
          {t("loading")}
        </p>
      )}
    </Card>
  );
}
