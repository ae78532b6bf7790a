"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useErrorText } from "@/components/forms/error-text.client";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";
import type { ErrorCode, ErrorParams } from "@/lib/errors";

export type CheckedLine = {
  line: number;
  name: string;
  email: string;
  login: string;
  groups: string[];
  problems: { field: "name" | "email" | "login" | "groups"; code: ErrorCode; params?: ErrorParams }[];
};

/** Lines shown at once: those with something wrong come first. */
const SHOWN = 100;

/** What an import would do: each line with its person, or with what is wrong. */
export function ImportPreview({ lines }: { lines: readonly CheckedLine[] }) {
  const t = useTranslations("control.users");
  const textOf = useErrorText();
  const sorted = [
    ...lines.filter(({ problems }) => problems.length > 0),
    ...lines.filter(({ problems }) => problems.length === 0),
  ];
  const more = sorted.length - SHOWN;
  return (
    <div className="overflow-clip rounded-md border border-border">
      <Table caption={t("import.preview")} stack className="max-h-120 overflow-y-auto">
        <THead>
          <TR>
            <TH numeric>{t("import.line")}</TH>
            <TH>{t("name")}</TH>
            <TH>{t("login")}</TH>
            <TH>{t("groups")}</TH>
            <TH>{t("import.verdict")}</TH>
          </TR>
        </THead>
        <TBody>
          {sorted.slice(0, SHOWN).map((one) => (
            <TR key={one.line}>
              <TD numeric label={t("import.line")}>
                {one.line}
              </TD>
              <TD primary className="wrap-anywhere">
                <bdi>{one.name || "–"}</bdi>
                <span className="block text-xs font-normal text-fg-muted">
                  <bdi>{one.email}</bdi>
                </span>
              </TD>
              <TD className="id-num wrap-anywhere" label={t("login")}>
                {one.login}
              </TD>
              <TD className="wrap-anywhere phone:empty:hidden">{one.groups.join(", ")}</TD>
              <TD className="phone:w-full">
                {one.problems.length === 0 ? (
                  <span className="inline-flex items-center gap-1.5 text-success-text">
                    <CircleCheck aria-hidden className="size-4 shrink-0" />
                    {t("import.good")}
                  </span>
                ) : (
                  <ul className="grid gap-1 py-1 text-danger-text">
                    {one.problems.map(({ field, code, params }) => (
                      <li key={field} className="flex items-start gap-1.5">
                        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
                        <span>
                          {t("import.problem", { field: t(field), problem: textOf({ code, params }) })}
                        </span>
                      </li>
                    ))}
                  </ul>
                )}
              </TD>
            </TR>
          ))}
        </TBody>
      </Table>
      {more > 0 ? (
        <p className="border-t border-border px-4 py-2 text-xs text-fg-muted">
          {t("import.more", { count: more })}
        </p>
      ) : null}
    </div>
  );
}
