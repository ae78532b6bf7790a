import type { ReactNode } from "react";

/** Words that are heard, not seen. */
export function VisuallyHidden({
  as: Tag = "span",
  children,
}: {
  as?: "span" | "h1" | "h2" | "p";
  children: ReactNode;
}) {
  return <Tag className="sr-only">{children}</Tag>;
}
