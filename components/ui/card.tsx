import type { HTMLAttributes, ReactNode } from "react";
import { cn } from "./cn";

type CardProps = HTMLAttributes<HTMLElement> & {
  as?: "section" | "div" | "article" | "aside" | "li";
  pad?: boolean;
};

export function Card({ as: Tag = "section", pad, className, ...rest }: CardProps) {
  return (
    <Tag data-surface className={cn("rounded-lg bg-surface shadow-e1", pad && "p-4", className)} {...rest} />
  );
}

type HeadingProps = {
  level?: 2 | 3;
  id?: string;
  actions?: ReactNode;
  className?: string;
};

/** Head of a card: a title, muted words beside it, and quiet actions at the end. */
export function CardHeader({
  title,
  meta,
  level = 2,
  id,
  actions,
  className,
}: HeadingProps & { title: ReactNode; meta?: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <div
      className={cn(
        "flex min-h-12 flex-wrap items-center gap-2 px-4 py-3 [&>[data-ghost]:last-child]:-me-2.5",
        className,
      )}
    >
      <Heading id={id} className="min-w-0 flex-1">
        {title}
        {meta ? (
          <>
            {" "}
            <span className="inline-block font-normal text-fg-muted">{meta}</span>
          </>
        ) : null}
      </Heading>
      {actions}
    </div>
  );
}

export function CardBody({ className, ...rest }: HTMLAttributes<HTMLDivElement>) {
  return <div className={cn("px-4 pb-4", className)} {...rest} />;
}

/** Title of a section that is not itself a card. */
export function SectionHeading({
  level = 2,
  id,
  actions,
  className,
  children,
}: HeadingProps & { children: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <div
      className={cn("mb-2.5 flex min-h-7 items-center gap-2 [&>[data-ghost]:last-child]:-me-2.5", className)}
    >
      <Heading id={id} className="min-w-0 flex-1">
        {children}
      </Heading>
      {actions}
    </div>
  );
}
