import {
  Ban,
  Check,
  CircleAlert,
  CircleDot,
  Clock,
  DoorOpen,
  FilePen,
  Globe,
  Lock,
  type LucideIcon,
  Mail,
  Radio,
  UserRoundX,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type BadgeTone =
  | "neutral"
  | "outline"
  | "primary"
  | "success"
  | "warning"
  | "danger"
  | "room"
  | "ember"
  | "live";

const tones: Record<BadgeTone, string> = {
  neutral: "bg-sunken text-fg-muted",
  outline: "text-fg-muted font-medium shadow-[inset_0_0_0_1px_var(--border)]",
  primary: "bg-primary-soft text-primary-text",
  success: "bg-success-soft text-success-text",
  warning: "bg-warning-soft text-warning-text",
  danger: "bg-danger-soft text-danger-text",
  room: "bg-room-soft text-room-text",
  ember: "bg-ember-soft text-ember-text",
  live: "bg-live text-live-fg",
};

type BadgeProps = { tone?: BadgeTone; icon?: ReactNode; className?: string; children: ReactNode };

/** A small word with an optional sign. */
export function Badge({ tone = "neutral", icon, className, children }: BadgeProps) {
  return (
    <span data-surface className={cn("badge num", tones[tone], className)}>
      {icon}
      {children}
    </span>
  );
}

const statuses = {
  live: ["live", Radio],
  soon: ["ember", Clock],
  scheduled: ["primary", null],
  ended: ["neutral", Check],
  cancelled: ["neutral", Ban],
  open: ["success", Check],
  full: ["warning", Users],
  public: ["outline", Globe],
  private: ["outline", Lock],
  room: ["room", DoorOpen],
  recording: ["danger", CircleDot],
  invited: ["outline", Mail],
  active: ["success", Check],
  absent: ["warning", UserRoundX],
  locked: ["danger", Lock],
  draft: ["outline", FilePen],
  failed: ["danger", CircleAlert],
} as const satisfies Record<string, readonly [BadgeTone, LucideIcon | null]>;

export type StatusKind = keyof typeof statuses;

/** A state as sign and word; colour only comes third. The word is given, so that it can say more ("In 13 min"). */
export function StatusBadge({
  kind,
  className,
  children,
}: {
  kind: StatusKind;
  className?: string;
  children: ReactNode;
}) {
  const [tone, Icon] = statuses[kind];
  const sign = Icon ? <Icon aria-hidden className={kind === "live" ? "animate-live" : undefined} /> : null;
  return (
    <Badge tone={tone} icon={sign} className={cn(kind === "cancelled" && "line-through", className)}>
      {children}
    </Badge>
  );
}

/** A number of new things beside a word of navigation. `label` says what is counted. */
export function CountBadge({
  value,
  label,
  className,
}: {
  value: number;
  label: string;
  className?: string;
}) {
  if (value <= 0) return null;
  return (
    <span
      className={cn(
        "min-w-4.5 rounded-full bg-primary px-1.5 text-center text-2xs font-semibold text-primary-fg num",
        className,
      )}
    >
      <span aria-hidden>{value > 99 ? "99+" : value}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
