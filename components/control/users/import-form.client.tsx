"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, type FormEvent, useId, useState, useTransition } from "react";
import { useErrorText } from "@/components/forms/error-text.client";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/input";
import { useAnnounce } from "@/components/ui/live-region.client";
import { checkImportNow, importUsersNow } from "@/lib/accounts/imports/actions";
import type { WireError } from "@/lib/errors";
import { type CheckedLine, ImportPreview } from "./import-preview.client";

type Step =
  | { at: "begin" }
  | { at: "checked"; lines: CheckedLine[] }
  | { at: "done"; created: number; refused: CheckedLine[] };

/** A table is read, looked at line by line, and only then made into people. */
export function ImportForm() {
  const t = useTranslations("control.users.import");
  const textOf = useErrorText();
  const [announce, spoken] = useAnnounce();
  const [table, setTable] = useState("");
  const [invite, setInvite] = useState(true);
  const [step, setStep] = useState<Step>({ at: "begin" });
  const [error, setError] = useState<string>();
  const [pending, start] = useTransition();
  const id = useId();

  const fail = (refused: WireError) => {
    setError(textOf(refused.fields?.table ?? refused));
    document.getElementById(id)?.focus();
  };
  const change = (text: string) => {
    setTable(text);
    setStep({ at: "begin" });
    setError(undefined);
  };
  async function read(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? [];
    event.target.value = "";
    if (file) change(await textOfFile(file));
  }
  function check(event: FormEvent) {
    event.preventDefault();
    start(async () => {
      const result = await checkImportNow({ table, invite });
      if (!result.ok) return fail(result.error);
      setError(undefined);
      setStep({ at: "checked", lines: result.data.lines });
      announce(t("checked", counts(result.data.lines)));
    });
  }
  function importNow() {
    start(async () => {
      const result = await importUsersNow({ table, invite });
      if (!result.ok) return fail(result.error);
      setStep({ at: "done", ...result.data });
      announce(t("done", { count: result.data.created }));
    });
  }

  if (step.at === "done") {
    return (
      <div className="grid gap-4">
        {spoken}
        <Banner tone={step.refused.length > 0 ? "warning" : "info"}>
          {t("done", { count: step.created })}{" "}
          {step.refused.length > 0 ? t("leftOut", { count: step.refused.length }) : null}
        </Banner>
        {step.refused.length > 0 ? <ImportPreview lines={step.refused} /> : null}
        <div className="flex flex-wrap gap-2">
          <Button href="/control/users" variant="primary" size={36}>
            {t("toUsers")}
          </Button>
          <Button size={36} onClick={() => change("")}>
            {t("again")}
          </Button>
        </div>
      </div>
    );
  }
  const { good, wrong } = step.at === "checked" ? counts(step.lines) : { good: 0, wrong: 0 };
  return (
    <form onSubmit={check} className="grid gap-4">
      {spoken}
      <div className="grid gap-1.5">
        <div className="flex flex-wrap items-end justify-between gap-2">
          <label htmlFor={id} className="text-sm font-medium">
            {t("table")}
          </label>
          <label className="relative inline-flex h-8 cursor-pointer items-center gap-1.5 rounded-sm border border-border-strong bg-surface px-3 text-sm font-medium hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-offset-2 touch:h-11 [&_svg]:size-4">
            <FileUp aria-hidden />
            {t("file")}
            <input
              type="file"
              accept=".csv,.tsv,.txt,text/csv,text/plain"
              onChange={read}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
          </label>
        </div>
        <Textarea
          id={id}
          name="table"
          rows={8}
          value={table}
          onChange={(event) => change(event.target.value)}
          invalid={error !== undefined}
          aria-describedby={`${id}-help${error ? ` ${id}-error` : ""}`}
          placeholder={t("placeholder")}
          spellCheck={false}
          className="font-mono text-xs"
        />
        <p id={`${id}-help`} className="text-xs text-fg-muted">
          {t("help")}
        </p>
        {error ? (
          <p id={`${id}-error`} role="alert" className="text-sm text-danger-text">
            {error}
          </p>
        ) : null}
      </div>
      <label className="flex items-center gap-2.5 text-sm touch:min-h-11">
        <input
          type="checkbox"
          checked={invite}
          onChange={(event) => {
            setInvite(event.target.checked);
            setStep({ at: "begin" });
          }}
          className="size-4 accent-primary"
        />
        {t("invite")}
      </label>
      {step.at === "checked" ? (
        <>
          <Banner tone={wrong > 0 ? "warning" : "info"}>{t("checked", { good, wrong })}</Banner>
          <ImportPreview lines={step.lines} />
        </>
      ) : null}
      <div className="flex flex-wrap gap-2 border-t border-border pt-4">
        {step.at === "checked" && good > 0 ? (
          <Button
            type="button"
            variant="primary"
            size={36}
            onClick={importNow}
            pending={pending}
            pendingLabel={t("importing")}
          >
            {t("import", { count: good })}
          </Button>
        ) : (
          <Button type="submit" variant="primary" size={36} pending={pending} pendingLabel={t("checking")}>
            {t("check")}
          </Button>
        )}
        <Button href="/control/users" size={36}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}

function counts(lines: readonly CheckedLine[]) {
  const wrong = lines.filter(({ problems }) => problems.length > 0).length;
  return { good: lines.length - wrong, wrong };
}

/** UTF-8, or what spreadsheets on Windows save: a file that is no UTF-8 is read as such. */
async function textOfFile(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
