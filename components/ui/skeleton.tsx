import { cn } from "./cn";

/** One grey bar. Give it the size of what will stand there. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block h-2.5 rounded-xs bg-track", className)} />;
}

/** Holds placeholders back for 150 ms and says once that something is loading. */
function SkeletonFrame({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <div aria-busy="true" className={cn("animate-appear", className)}>
      <span role="status" className="sr-only">
        {label}
      </span>
      {children}
    </div>
  );
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);
const widths = ["w-3/5", "w-2/5", "w-1/2", "w-1/3"];

/** Rows of a list: time, two lines, a badge. */
export function SkeletonRows({
  rows = 4,
  label,
  className,
}: {
  rows?: number;
  label: string;
  className?: string;
}) {
  return (
    <SkeletonFrame label={label} className={className}>
      {numbered(rows).map((row) => (
        <div
          key={row}
          className="flex min-h-14 items-center gap-4 border-t border-border px-4 nth-2:border-t-0"
        >
          <Skeleton className="w-10" />
          <span className="flex min-w-0 flex-1 flex-col gap-2">
            <Skeleton className={widths[row % widths.length]} />
            <Skeleton className="h-2 w-1/4" />
          </span>
          <Skeleton className="h-5 w-16" />
        </div>
      ))}
    </SkeletonFrame>
  );
}

export function SkeletonCards({
  count = 4,
  label,
  className,
}: {
  count?: number;
  label: string;
  className?: string;
}) {
  return (
    <SkeletonFrame
      label={label}
      className={cn("grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-3", className)}
    >
      {numbered(count).map((card) => (
        <div key={card} className="flex h-36 flex-col gap-3 rounded-lg bg-surface p-3 shadow-e1">
          <Skeleton className="h-10.5 w-8.5 rounded-arch" />
          <Skeleton className="w-4/5" />
          <Skeleton className="h-2 w-1/2" />
        </div>
      ))}
    </SkeletonFrame>
  );
}
