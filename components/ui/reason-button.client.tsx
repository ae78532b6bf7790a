"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { type ButtonHTMLAttributes, type ReactNode, useId, useState } from "react";
import { TooltipPopup } from "./tooltip.client";

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick" | "type"> & {
  reason: string;
  children: ReactNode;
};

/** A button that cannot be used now: it stays reachable and answers why on focus, hover and tap. */
export function ReasonButton({ reason, children, ...rest }: Props) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Tooltip.Root open={open} onOpenChange={setOpen}>
        <Tooltip.Trigger
          {...rest}
          render={<button type="button" />}
          aria-disabled="true"
          aria-describedby={id}
          delay={150}
          closeOnClick={false}
          onClick={() => setOpen(true)}
        >
          {children}
        </Tooltip.Trigger>
        <TooltipPopup>{reason}</TooltipPopup>
      </Tooltip.Root>
      <span id={id} hidden>
        {reason}
      </span>
    </>
  );
}
