import type { ReactNode } from "react";
import { cn } from "../ui/cn";
import { SkipLink } from "./skip-link";

/**
 * The full-screen frame of the room: head, stage and controls are ink in both themes; the panel beside them follows
 * the theme. On phones the panel is a sheet over the stage, above the controls.
 */
export function StageShell({
  header,
  footer,
  panel,
  panelLabel,
  children,
}: {
  header: ReactNode;
  footer: ReactNode;
  panel?: ReactNode;
  panelLabel?: string;
  children: ReactNode;
}) {
  return (
    <>
      <SkipLink />
      <div
        className={cn(
          "grid h-dvh grid-rows-[52px_minmax(0,1fr)_72px] overflow-hidden bg-stage phone:grid-rows-[48px_minmax(0,1fr)_76px]",
          panel
            ? "grid-cols-[minmax(0,1fr)] md:grid-cols-[minmax(0,1fr)_340px]"
            : "grid-cols-[minmax(0,1fr)]",
        )}
      >
        <header className="stage flex min-w-0 items-center gap-2.5 px-4 phone:gap-2 phone:px-2.5">
          {header}
        </header>
        <main id="main" tabIndex={-1} className="stage grid min-h-0 px-3 phone:px-2">
          {children}
        </main>
        {panel ? (
          <aside
            aria-label={panelLabel}
            className="flex min-h-0 flex-col bg-surface text-fg max-md:fixed max-md:inset-x-0 max-md:top-[35%] max-md:bottom-18 max-md:z-20 max-md:rounded-t-[18px] max-md:shadow-e3 phone:bottom-19 md:col-start-2 md:row-span-2 md:row-start-1 md:rounded-es-[14px]"
          >
            {panel}
          </aside>
        ) : null}
        <footer className="stage col-span-full row-start-3 px-4 phone:px-3">{footer}</footer>
      </div>
    </>
  );
}
