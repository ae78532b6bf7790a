"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import Link from "next/link";
import type { MouseEventHandler, ReactNode } from "react";
import { type ButtonVariant, buttonClass, isInternal } from "./button";
import { cn } from "./cn";
import { ReasonButton } from "./reason-button.client";
import { TooltipPopup } from "./tooltip.client";

const sizes = {
  24: "size-6 rounded-sm touch:size-9",
  28: "size-7 touch:size-9",
  32: "size-8 touch:size-11",
  36: "size-9 touch:size-11",
  40: "size-10 touch:size-11",
  44: "size-11",
} as const;

export type IconButtonProps = {
  /** Spoken name, also shown as tooltip. */
  name: string;
  icon: ReactNode;
  variant?: ButtonVariant;
  size?: keyof typeof sizes;
  href?: string;
  pressed?: boolean;
  reason?: string;
  tooltip?: boolean;
  onClick?: MouseEventHandler<HTMLElement>;
  type?: "button" | "submit";
  className?: string;
  id?: string;
  form?: string;
  "aria-expanded"?: boolean;
  "aria-controls"?: string;
};

/** A button that shows only an icon. It always has a name, and says it on hover and focus. */
export function IconButton(props: IconButtonProps) {
  const { name, icon, variant = "ghost", size = 32, href, pressed, reason, tooltip = true } = props;
  const { className, type = "button", onClick, ...rest } = props;
  const look = buttonClass({ variant, className: cn("p-0 touch:px-0", sizes[size], className) });
  const shared = {
    id: rest.id,
    "aria-label": name,
    "aria-expanded": rest["aria-expanded"],
    "aria-controls": rest["aria-controls"],
    className: cn(look, pressed && "bg-selected text-primary-text"),
  };
  if (reason) {
    return (
      <ReasonButton {...shared} reason={reason}>
        {icon}
      </ReasonButton>
    );
  }
  const element =
    href === undefined ? (
      <button {...shared} type={type} form={rest.form} aria-pressed={pressed} onClick={onClick}>
        {icon}
      </button>
    ) : isInternal(href) ? (
      <Link {...shared} href={href} onClick={onClick}>
        {icon}
      </Link>
    ) : (
      <a {...shared} href={href} onClick={onClick}>
        {icon}
      </a>
    );
  if (!tooltip) return element;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={element} />
      <TooltipPopup>{name}</TooltipPopup>
    </Tooltip.Root>
  );
}
