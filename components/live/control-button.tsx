import type { ButtonHTMLAttributes, ReactNode } from "react";
import { cn } from "../ui/cn";

const looks = {
  plain: "bg-stage-3 text-stage-fg hover:bg-stage-line",
  /** A state that must be noticed: microphone or camera off. */
  off: "bg-stage-fg text-stage hover:bg-stage-muted",
  open: "bg-[oklch(0.36_0.055_225)] text-stage-accent hover:bg-stage-line",
  leave: "bg-stage-danger text-white hover:bg-[color-mix(in_oklch,var(--stage-danger)_85%,white)]",
} as const;

export type ControlLook = keyof typeof looks;

export const controlClass = (look: ControlLook, className?: string) =>
  cn(
    "relative inline-flex h-11 min-w-11 items-center justify-center gap-2 rounded-lg px-2.75 text-sm font-medium transition-colors duration-fast select-none focus-visible:rounded-lg phone:h-12 phone:px-2.5 max-[359px]:min-w-10 max-[359px]:px-2 [&_svg]:size-5 forced-colors:border",
    looks[look],
    className,
  );

/** A button of the stage: large, dark, with a name even where only the sign is drawn. */
export function ControlButton({
  name,
  look = "plain",
  icon,
  className,
  children,
  ...rest
}: { name?: string; look?: ControlLook; icon: ReactNode } & Omit<
  ButtonHTMLAttributes<HTMLButtonElement>,
  "name"
>) {
  return (
    <button type="button" aria-label={name} title={name} {...rest} className={controlClass(look, className)}>
      {icon}
      {children}
    </button>
  );
}
