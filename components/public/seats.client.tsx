"use client";

import { useTranslations } from "next-intl";
import { createContext, type ReactNode, useContext } from "react";
import type { SeatsNow } from "@/lib/registrations/rules";
import { Progress } from "../ui/progress";
import { type SeatsProps, useSeats } from "./use-seats.client";

const Seats = createContext<SeatsNow>({ free: 0, taken: 0, capacity: 0, state: "" });

/** Follows the seats and the state of one conference for everything inside it. */
export function SeatsProvider({ children, ...props }: SeatsProps & { children: ReactNode }) {
  return <Seats value={useSeats(props)}>{children}</Seats>;
}

const strong = (chunks: ReactNode) => <b className="font-semibold text-fg num">{chunks}</b>;

/** The free seats with their bar; they count down while one reads. */
export function SeatsCard({ className }: { className?: string }) {
  const t = useTranslations("public.seats");
  const { free, taken, capacity } = useContext(Seats);
  return (
    <div className={className}>
      <p className="flex justify-between gap-3 text-sm">
        <span aria-live="polite">{t.rich("free", { count: free, b: strong })}</span>
        <span aria-hidden className="text-fg-muted num">
          {t("ratio", { taken, seats: capacity })}
        </span>
      </p>
      <Progress
        value={taken}
        max={capacity}
        label={t("label", { taken, seats: capacity })}
        className="mt-2"
      />
    </div>
  );
}

/** The same as words in a line. */
export function SeatsLine() {
  const t = useTranslations("public.seats");
  return <span className="num">{t.rich("free", { count: useContext(Seats).free, b: strong })}</span>;
}
