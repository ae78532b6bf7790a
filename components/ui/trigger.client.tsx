"use client";

import type { ReactElement, ReactNode } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button";
import { cn } from "./cn";

/** What opens a menu, dialog, drawer or popover, as plain data so that server components can describe it. */
export type TriggerSpec = {
  label: string;
  icon?: ReactNode;
  iconEnd?: ReactNode;
  /** Draws the icon alone; the label becomes the spoken name. */
  iconOnly?: boolean;
  /** Draws the icon alone on phones. */
  iconOnlyOnPhone?: boolean;
  variant?: ButtonVariant;
  size?: ButtonSize;
  block?: boolean;
  className?: string;
};

const square: Record<ButtonSize, string> = {
  28: "size-7 touch:size-9",
  32: "size-8 touch:size-11",
  36: "size-9 touch:size-11",
  40: "size-10 touch:size-11",
  44: "size-11",
  48: "size-12",
};

/** The button element for the `render` prop of a primitive. */
export function triggerElement(spec: TriggerSpec): ReactElement<Record<string, unknown>> {
  const { label, icon, iconEnd, iconOnly, iconOnlyOnPhone, variant, size = 32, block, className } = spec;
  if (iconOnly) {
    const look = buttonClass({ variant, className: cn("p-0 touch:px-0", square[size], className) });
    return (
      <button type="button" aria-label={label} title={label} className={look}>
        {icon}
      </button>
    );
  }
  const phone = iconOnlyOnPhone && "phone:w-11 phone:px-0";
  return (
    <button type="button" className={buttonClass({ variant, size, block, className: cn(phone, className) })}>
      {icon}
      <span className={cn(iconOnlyOnPhone && "phone:sr-only")}>{label}</span>
      {iconEnd ? <span className={cn("contents", iconOnlyOnPhone && "phone:hidden")}>{iconEnd}</span> : null}
    </button>
  );
}
