import { RotateCw, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { Door } from "./door";

type StateProps = {
  title: ReactNode;
  /** Why it is like this, and what one can do, in a sentence or two. */
  body?: ReactNode;
  actions?: ReactNode;
  level?: 1 | 2 | 3;
  className?: string;
};

function Frame({ motif, title, body, actions, level = 2, className }: StateProps & { motif: ReactNode }) {
  const Heading = `h${level}` as const;
  return (
    <div className={cn("grid justify-items-center gap-1.5 px-6 py-8 text-center", className)}>
      <span className="mb-1.5">{motif}</span>
      <Heading className={level === 1 ? undefined : "text-title"}>{title}</Heading>
      {body ? <div className="max-w-[44ch] text-sm text-pretty text-fg-muted">{body}</div> : null}
      {actions ? <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  );
}

function Arch({ children }: { children: ReactNode }) {
  return (
    <span
      aria-hidden
      data-surface
      className="grid h-13.5 w-11 place-items-center rounded-arch text-fg-subtle shadow-[inset_0_0_0_1.5px_var(--border-strong)]"
    >
      {children}
    </span>
  );
}

/** Nothing here: says why and what next. `lit` is the welcome of a first visit. */
export function EmptyState({ icon, lit, ...rest }: StateProps & { icon?: ReactNode; lit?: boolean }) {
  return <Frame motif={lit ? <Door lit className="h-13.5 w-11" /> : <Arch>{icon}</Arch>} {...rest} />;
}

/** A part of the page that did not load. `reference` finds the event in the log. */
export function ErrorState({ reference, actions, ...rest }: StateProps & { reference?: ReactNode }) {
  return (
    <Frame
      motif={
        <Arch>
          <Unplug />
        </Arch>
      }
      {...rest}
      actions={
        actions || reference ? (
          <>
            {actions}
            {reference ? <p className="w-full text-xs text-fg-subtle num">{reference}</p> : null}
          </>
        ) : undefined
      }
    />
  );
}

/** The sign on "Try again". */
export function RetryIcon() {
  return <RotateCw aria-hidden />;
}
