import { cn } from "./cn";

/** The doorway with a fire at its foot. Decorative: name it where it stands alone. */
export function LogoMark({ size = 23, className }: { size?: number; className?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path d="M4.5 21.75V11.5a7.5 7.5 0 0 1 15 0v10.25" stroke="var(--primary)" strokeWidth="3" />
      <path d="M8.25 21.75a3.75 3.75 0 0 1 7.5 0z" fill="var(--ember)" />
    </svg>
  );
}

/** The word, in one stroke weight that echoes the arch. */
export function Wordmark({ height = 19, className }: { height?: number; className?: string }) {
  return (
    <svg
      viewBox="0 0 62 28"
      width={(height * 62) / 28}
      height={height}
      fill="none"
      stroke="currentColor"
      strokeWidth="2.55"
      aria-hidden="true"
      className={className}
    >
      <path d="M9.6 4.3H8.5a3.3 3.3 0 0 0-3.3 3.3v13.6M1.2 10.2h8" />
      <circle cx="17.6" cy="15" r="5" />
      <path d="m26.3 8.8 5.1 12M36.7 8.8 31 22.4c-.8 2-1.7 2.8-3.5 2.8h-1" />
      <path d="M39.6 15.1h9.9a5 5 0 1 0-1.7 3.7" />
      <path d="M54.6 21.2V8.8M54.6 14.6a4.5 4.5 0 0 1 4.5-4.5h1.6" />
    </svg>
  );
}

/** Mark and word together, spoken as "Foyer". */
export function Logo({ className, wordClassName }: { className?: string; wordClassName?: string }) {
  return (
    <span
      role="img"
      aria-label="Foyer"
      className={cn("inline-flex items-center gap-2.25 text-fg", className)}
    >
      <LogoMark />
      <Wordmark className={wordClassName} />
    </span>
  );
}
