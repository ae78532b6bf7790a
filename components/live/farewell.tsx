import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Door } from "../ui/door";

/** A screen of its own at the end of the way: what happened, then what one can do. */
export function Farewell({
  head,
  title,
  body,
  error,
  lit,
  action,
  report,
  link,
}: {
  head: ReactNode;
  title: string;
  body: string;
  /** A refusal of what was tried here. */
  error?: string;
  /** People are still inside. */
  lit?: boolean;
  action?: { label: string; pendingLabel: string; pending: boolean; onClick: () => void };
  /** What the owner reads afterwards. */
  report?: { href: string; label: string };
  link: { href: string; label: string };
}) {
  return (
    <div className="flex min-h-dvh flex-col">
      {head}
      <main id="main" tabIndex={-1} className="grid flex-1 content-center justify-items-center px-4 pb-16">
        <Card className="flex w-full max-w-110 flex-col items-center px-8 py-9 text-center phone:px-5">
          <Door lit={lit} size="lg" />
          <h1 className="mt-5">{title}</h1>
          <p role="status" className="mt-2 text-base text-fg-muted">
            {body}
          </p>
          {error ? (
            <p role="alert" className="mt-3 text-sm font-medium text-danger-text">
              {error}
            </p>
          ) : null}
          <div className="mt-6 flex flex-wrap justify-center gap-2">
            {action ? (
              <Button
                variant="primary"
                size={40}
                pending={action.pending}
                pendingLabel={action.pendingLabel}
                onClick={action.onClick}
              >
                {action.label}
              </Button>
            ) : null}
            {report ? (
              <Button href={report.href} size={40} variant="primary">
                {report.label}
              </Button>
            ) : null}
            <Button href={link.href} size={40} variant={action || report ? "secondary" : "primary"}>
              {link.label}
            </Button>
          </div>
        </Card>
      </main>
    </div>
  );
}
