import { cn } from "./cn";

const tones = {
  primary: "bg-primary",
  ember: "bg-ember",
  success: "bg-success",
  danger: "bg-danger",
} as const;

/** A filled bar. `label` is spoken; put the words beside it as well. */
export function Progress({
  value,
  max = 100,
  label,
  tone = "primary",
  className,
}: {
  value: number;
  max?: number;
  label: string;
  tone?: keyof typeof tones;
  className?: string;
}) {
  const share = max > 0 ? Math.min(100, Math.max(0, (value / max) * 100)) : 0;
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={Math.min(value, max)}
      data-surface
      className={cn("block h-1.5 overflow-hidden rounded-xs bg-track", className)}
    >
      <span
        data-fill
        className={cn("block h-full rounded-xs", tones[tone])}
        style={{ inlineSize: `${share}%` }}
      />
    </span>
  );
}

/** Seats taken of those there are, with the words under it. */
export function SeatBar({
  taken,
  seats,
  label,
  note,
  className,
}: {
  taken: number;
  seats: number;
  /** "212 of 250 seats" */
  label: string;
  /** At the end of the line: "4 waiting". */
  note?: React.ReactNode;
  className?: string;
}) {
  return (
    <div className={className}>
      <Progress value={taken} max={seats} label={label} />
      <div className="mt-1 flex justify-between gap-3 text-xs text-fg-muted num">
        <span aria-hidden>{label}</span>
        {note}
      </div>
    </div>
  );
}
