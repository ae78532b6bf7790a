import { cn } from "../ui/cn";

/** Where "now" lies in a list of times: between rows, never on them. `time` is formatted by the caller. */
export function NowLine({
  time,
  label,
  inRow,
  className,
}: {
  time: string;
  label: string;
  /** Over the hairline between two rows of a card, instead of in an agenda with a column of times. */
  inRow?: boolean;
  className?: string;
}) {
  return (
    <div
      className={cn("relative z-2 flex h-4 items-center text-2xs font-semibold text-ember-text", className)}
    >
      <span className="sr-only">{label}</span>
      <span
        aria-hidden
        className={cn(
          "num",
          inRow ? "relative z-1 bg-surface ps-4 pe-1.5" : "me-2 w-13 text-end phone:w-11.5",
        )}
      >
        {time}
      </span>
      <span aria-hidden data-fill className="relative h-[1.5px] flex-1 bg-ember-line">
        <span
          data-fill
          className={cn(
            "absolute bottom-px h-[7.5px] w-[9px] rounded-t-full bg-ember-line",
            inRow ? "start-0" : "start-1.5 phone:start-0.5",
          )}
        />
      </span>
    </div>
  );
}
