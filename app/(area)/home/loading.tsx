import { useTranslations } from "next-intl";
import { Skeleton, SkeletonCards, SkeletonRows } from "@/components/ui/skeleton";

export default function HomeLoading() {
  const t = useTranslations("ui");
  return (
    <div>
      <div className="mb-4 flex animate-appear flex-col gap-3 pt-1.5 pb-1">
        <Skeleton className="h-5 w-56" />
        <Skeleton className="w-64 max-w-full" />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_316px]">
        <div className="flex min-w-0 flex-col gap-4">
          <div className="rounded-lg bg-surface pt-12 shadow-e1">
            <SkeletonRows rows={4} label={t("loading")} />
          </div>
          <SkeletonCards count={5} label={t("loading")} />
        </div>
        <div className="rounded-lg bg-surface py-3 shadow-e1">
          <SkeletonRows rows={3} label={t("loading")} />
        </div>
      </div>
    </div>
  );
}
