import { useTranslations } from "next-intl";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

/** The shape of a list page: title, a strip above the list, rows. */
export function ListSkeleton({ strip, rows }: { strip?: boolean; rows: number }) {
  const t = useTranslations("ui");
  return (
    <div>
      <div className="mb-4 flex h-9 animate-appear items-center">
        <Skeleton className="h-5 w-40" />
      </div>
      {strip ? (
        <div className="mb-3 flex h-28 animate-appear flex-col justify-between rounded-lg bg-surface p-4 shadow-e1">
          <Skeleton className="w-36" />
          <Skeleton className="h-10 w-full" />
        </div>
      ) : null}
      <div className="rounded-lg bg-surface shadow-e1">
        <SkeletonRows rows={rows} label={t("loading")} />
      </div>
    </div>
  );
}
