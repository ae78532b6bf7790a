import { CircleAlert, CircleCheck, Clock, Info, type LucideIcon, TriangleAlert, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type BannerTone = "warning" | "danger" | "info" | "neutral";

const banners: Record<BannerTone, { look: string; sign: string; icon: LucideIcon }> = {
  warning: { look: "bg-warning-soft", sign: "text-warning-text", icon: Clock },
  danger: { look: "bg-danger-soft", sign: "text-danger-text", icon: CircleAlert },
  info: { look: "bg-primary-soft", sign: "text-primary-text", icon: Info },
  neutral: { look: "bg-sunken", sign: "text-fg-muted", icon: WifiOff },
};

export type BannerProps = {
  tone?: BannerTone;
  icon?: ReactNode;
  /** The first, stronger words. */
  title?: ReactNode;
  actions?: ReactNode;
  /** Which edge it docks to; it takes room there and never covers anything. */
  dock?: "top" | "bottom";
  className?: string;
  children?: ReactNode;
};

/** A line across the page about the state of the whole. One at a time. */
export function Banner({
  tone = "warning",
  icon,
  title,
  actions,
  dock = "top",
  className,
  children,
}: BannerProps) {
  const { look, sign, icon: Icon } = banners[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "status"}
      className={cn(
        "flex min-h-11 items-center gap-2.5 px-6 py-1.5 text-sm phone:px-4",
        dock === "top" ? "border-b border-border" : "border-t border-border",
        look,
        className,
      )}
    >
      <span className={sign}>{icon ?? <Icon aria-hidden />}</span>
      <p className="min-w-0 flex-1">
        {title ? <strong className="font-semibold">{title}</strong> : null}
        {title && children ? " " : null}
        {children}
      </p>
      {actions}
    </div>
  );
}

const notes = {
  info: { look: "bg-primary-soft", sign: "text-primary-text", icon: Info },
  warning: { look: "bg-warning-soft", sign: "text-warning-text", icon: TriangleAlert },
  danger: { look: "bg-danger-soft", sign: "text-danger-text", icon: CircleAlert },
  success: { look: "bg-success-soft", sign: "text-success-text", icon: CircleCheck },
  plain: { look: "bg-sunken", sign: "text-fg-muted", icon: Info },
} as const;

/** A remark inside a page or form. `alert` speaks it at once. */
export function Note({
  tone = "info",
  icon,
  title,
  alert,
  className,
  children,
}: {
  tone?: keyof typeof notes;
  icon?: ReactNode;
  title?: ReactNode;
  alert?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  const { look, sign, icon: Icon } = notes[tone];
  return (
    <div
      role={alert ? "alert" : undefined}
      data-surface
      className={cn("flex gap-2.5 rounded-md px-3 py-2.5 text-sm", look, className)}
    >
      <span className={cn("mt-0.5", sign)}>{icon ?? <Icon aria-hidden />}</span>
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
