import { cn } from "./cn";

const sizes = {
  sm: { door: "h-6.25 w-5", light: "h-4.5 w-2.5", knob: "end-1 top-3.5", edge: 1 },
  md: { door: "h-10.5 w-8.5", light: "h-7.75 w-4.5", knob: "end-2 top-6", edge: 1.5 },
  lg: {
    door: "h-19 w-15 phone:h-14 phone:w-11",
    light: "h-14.5 w-8 phone:h-10.5 phone:w-6",
    knob: "end-3.5 top-11",
    edge: 1.5,
  },
} as const;

/** A room's door. Lit means someone is in; the words beside it always say so too. */
export function Door({
  lit,
  size = "md",
  className,
}: {
  lit?: boolean;
  size?: keyof typeof sizes;
  className?: string;
}) {
  const part = sizes[size];
  return (
    <span
      aria-hidden
      data-surface
      className={cn(
        "relative grid shrink-0 place-items-end justify-center overflow-hidden rounded-arch bg-room-soft",
        part.door,
        className,
      )}
      style={{
        boxShadow: `inset 0 0 0 ${part.edge}px color-mix(in oklch, var(--room) 40%, transparent)`,
      }}
    >
      {lit ? (
        <span
          data-fill
          className={cn(
            "origin-bottom rounded-t-full bg-ember-line transition-[scale] duration-sheet starting:scale-y-0",
            part.light,
          )}
        />
      ) : (
        <span data-fill className={cn("absolute size-0.75 rounded-full bg-room", part.knob)} />
      )}
    </span>
  );
}
