import { LayoutGrid, Radio, SquareUser } from "lucide-react";
import { useTranslations } from "next-intl";
import { formatLength } from "@/lib/time/length";
import { LogoMark } from "../ui/logo";
import type { RoomView } from "./tile-grid.client";

/** What one is in, for how long, and how it is shown. */
export function RoomHeader({
  name,
  seconds,
  view,
  onView,
}: {
  name: string;
  seconds: number;
  view: RoomView;
  onView: (view: RoomView) => void;
}) {
  const t = useTranslations("room");
  const time = formatLength(seconds);
  const isGrid = view === "grid";
  return (
    <>
      <LogoMark className="[--primary:var(--stage-accent)]" />
      <h1 className="min-w-0 truncate text-base/5 tracking-normal">{name}</h1>
      <span className="num inline-flex h-5 flex-none items-center gap-1.25 rounded-xs bg-stage-danger px-1.5 text-2xs font-semibold text-white [&_svg]:size-3 [&_svg]:stroke-[2.25]">
        <Radio aria-hidden />
        <span className="sr-only">{t("live")}, </span>
        <span aria-hidden>{time}</span>
        <span className="sr-only">{t("runningFor", { time })}</span>
      </span>
      <button
        type="button"
        aria-label={t("viewNow", { view: t(isGrid ? "grid" : "speakerView") })}
        onClick={() => onView(isGrid ? "speaker" : "grid")}
        className="ms-auto inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 text-xs font-medium text-stage-muted hover:bg-stage-2 hover:text-stage-fg touch:size-11 touch:justify-center touch:px-0"
      >
        {isGrid ? <LayoutGrid aria-hidden /> : <SquareUser aria-hidden />}
        <span className="phone:sr-only">{t(isGrid ? "grid" : "speakerView")}</span>
      </button>
    </>
  );
}
