import type { ReactNode } from "react";

/** A point in time: the words are formatted by the caller, the machine-readable instant goes along. */
export function Time({
  iso,
  title,
  className,
  children,
}: {
  iso: string;
  title?: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <time dateTime={iso} title={title} className={className}>
      {children}
    </time>
  );
}
