import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";

/** Fields under each other, or in two or three columns from 640 px. */
export function FormGrid({
  columns = 1,
  className,
  children,
}: {
  columns?: 1 | 2 | 3;
  className?: string;
  children: ReactNode;
}) {
  const grid = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" }[columns];
  return (
    <div className={cn("grid grid-cols-[minmax(0,1fr)] items-start gap-4", grid, className)}>{children}</div>
  );
}

/** The last row of a form. */
export function FormActions({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={cn("mt-5 flex flex-wrap items-center gap-3 phone:flex-col phone:items-stretch", className)}
    >
      {children}
    </div>
  );
}

/** Says what the asterisk means. Stands before the first field. */
export function RequiredLegend({ className }: { className?: string }) {
  const t = useTranslations("ui");
  return (
    <p className={cn("text-xs text-fg-muted", className)}>
      <span aria-hidden className="text-danger-text">
        *
      </span>{" "}
      {t("requiredLegend")}
    </p>
  );
}

/** A part of a longer form, parted from the one before by a hairline. */
export function FormSection({
  title,
  description,
  className,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <fieldset className={cn("min-w-0 pb-6 [&+&]:border-t [&+&]:border-border [&+&]:pt-5", className)}>
      <legend className="float-start mb-3 w-full text-title font-semibold">{title}</legend>
      {description ? <p className="clear-both mb-3 text-sm text-fg-muted">{description}</p> : null}
      <div className="clear-both flex flex-col gap-4">{children}</div>
    </fieldset>
  );
}
