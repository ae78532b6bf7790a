import { cn } from "../ui/cn";

/** Where "now" lies in a list of times: between rows, never on them. `time` is formatted by the caller. */
export function NowLine({ time, label, className }: { time: string; label: string; className?: string }) {
  return (
    <div
      className={cn(
        "relative z-2 flex h-4 items-center gap-2 text-2xs font-semibold text-ember-text",
        className,
      )}
    >
      <span className="sr-only">{label}</span>
      <span className="w-13 text-end num">{time}</span>
      <span aria-hidden data-fill className="relative h-[1.5px] flex-1 bg-ember-line">
        <span
          data-fill
          className="absolute start-1.5 bottom-px h-[7.5px] w-[9px] rounded-t-full bg-ember-line"
        />
      </span>
    </div>
  );
}
