"use client";

import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type MouseEvent, type Ref, useContext, useEffect, useState } from "react";
import type { WireError } from "@/lib/errors";
import { useErrorText } from "./error-text.client";
import { FormContext, fieldId } from "./form-context.client";

/** What the server refused, at the top of the form: each line leads to its field. */
export function ErrorSummary({
  error,
  labels,
  ref,
}: {
  error: WireError;
  /** Names of fields for pages without scripts; with them they are read from the page. */
  labels?: Record<string, string>;
  ref: Ref<HTMLDivElement>;
}) {
  const t = useTranslations("ui.form");
  const textOf = useErrorText();
  const { formId } = useContext(FormContext);
  const fields = Object.entries(error.fields ?? {});
  const [names, setNames] = useState(labels);

  useEffect(() => {
    const found = Object.keys(error.fields ?? {}).map((name) => [name, labelOf(fieldId(formId, name))]);
    setNames({ ...labels, ...Object.fromEntries(found.filter(([, label]) => label)) });
  }, [error, formId, labels]);

  function go(event: MouseEvent<HTMLAnchorElement>, name: string) {
    const target = findControl(fieldId(formId, name), name);
    if (!target) return;
    event.preventDefault();
    reveal(target);
  }

  return (
    <div
      ref={ref}
      role="alert"
      tabIndex={-1}
      data-surface
      className="mb-4 flex gap-2.5 rounded-md bg-danger-soft px-3 py-2.5 text-sm"
    >
      <CircleAlert aria-hidden className="mt-0.5 text-danger-text" />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">
          {fields.length > 0 ? t("summaryFields", { count: fields.length }) : textOf(error)}
        </p>
        {fields.length > 0 ? (
          <ul className="mt-0.5 list-disc ps-4.5">
            {fields.map(([name, fieldError]) => (
              <li key={name} className="py-0.5">
                <a
                  href={`#${fieldId(formId, name)}`}
                  onClick={(event) => go(event, name)}
                  className="font-medium text-danger-text underline underline-offset-3"
                >
                  {names?.[name] ? `${names[name]} – ` : null}
                  {textOf(fieldError)}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {error.ref ? (
          <p className="mt-1 text-xs text-fg-muted num">{t("reference", { ref: error.ref })}</p>
        ) : null}
      </div>
    </div>
  );
}

/** The words of a field's label or legend, without its asterisk. */
function labelOf(id: string): string | undefined {
  const own = document.querySelector(`label[for="${CSS.escape(id)}"]`);
  const legend = document.getElementById(id)?.querySelector(":scope > legend");
  return (own ?? legend)?.textContent?.replace(/\*\s*$/, "").trim();
}

/** Focuses a control, opening the tab that hides it. */
export function reveal(target: HTMLElement) {
  const panel = target.closest("[role=tabpanel][hidden]");
  const tab = panel && document.getElementById(panel.getAttribute("aria-labelledby") ?? "");
  const show = () => {
    target.focus();
    target.scrollIntoView({ block: "center" });
  };
  if (!tab) return show();
  tab.click();
  requestAnimationFrame(show);
}

/** The element of a field that can be typed into: its own, or the first of its group. */
export function findControl(id: string, name: string, form?: HTMLFormElement | null): HTMLElement | null {
  const byId = document.getElementById(id);
  if (byId?.matches("input,select,textarea,button")) return byId;
  const inside = byId?.querySelector<HTMLElement>("input,select,textarea,button");
  if (inside) return inside;
  const named = form?.elements.namedItem(name) ?? document.getElementsByName(name)[0] ?? null;
  if (named instanceof HTMLElement) return named;
  const first = named instanceof RadioNodeList ? named[0] : null;
  return first instanceof HTMLElement ? first : byId;
}

/** Opens the tab of the first wrong field, in the order of the page, and goes there. */
export function revealFirst(form: HTMLFormElement, formId: string, fields: string[]) {
  const controls = fields.flatMap((name) => findControl(fieldId(formId, name), name, form) ?? []);
  const first = controls.sort((a, b) =>
    a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  )[0];
  if (first) reveal(first);
}
