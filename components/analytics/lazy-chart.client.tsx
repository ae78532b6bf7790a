"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** The drawing library comes only to those who look at a chart; its place is kept free meanwhile. */
export const LazyChart = dynamic(() => import("./chart.client"), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full animate-appear rounded-md" />,
});
