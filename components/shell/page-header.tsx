import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { IconButton } from "../ui/icon-button.client";

/** Title of a page, a line about it, and its actions: one of them primary. */
export function PageHeader({
  title,
  meta,
  badge,
  back,
  actions,
  tabs,
  className,
}: {
  title: ReactNode;
  meta?: ReactNode;
  /** Before the title, on its own line. */
  badge?: ReactNode;
  back?: { href: string; label: string };
  actions?: ReactNode;
  tabs?: ReactNode;
  className?: string;
}) {
  return (
    <div className={cn("mb-5 phone:mb-4", className)}>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-3">
        {back ? (
          <IconButton
            name={back.label}
            href={back.href}
            icon={<ArrowLeft aria-hidden className="rtl:rotate-180" />}
            className="-ms-2 phone:-ms-3"
          />
        ) : null}
        <div className="min-w-0 flex-1 basis-56">
          {badge ? (
            <div className="mb-1 flex flex-wrap items-center gap-2 text-xs text-fg-muted">{badge}</div>
          ) : null}
          <h1 className="wrap-anywhere">{title}</h1>
          {meta ? <div className="mt-0.5 text-sm text-fg-muted">{meta}</div> : null}
        </div>
        {actions ? (
          <div className="chrome flex flex-wrap items-center gap-2 phone:w-full phone:*:flex-auto">
            {actions}
          </div>
        ) : null}
      </div>
      {tabs ? <div className="mt-3">{tabs}</div> : null}
    </div>
  );
}
