"use client";

import { useFormStatus } from "react-dom";
import { Button, type ButtonProps } from "../ui/button";
import { useFormPending } from "./form-context.client";

/** Sends the form. While it is on its way it says so and ignores a second press, but keeps its place and focus. */
export function SubmitButton({
  variant = "primary",
  size = 36,
  pendingLabel,
  children,
  ...rest
}: Omit<ButtonProps, "type" | "href" | "pending">) {
  const inForm = useFormPending();
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      type="submit"
      variant={variant}
      size={size}
      pending={inForm || pending}
      pendingLabel={pendingLabel}
    >
      {children}
    </Button>
  );
}
