import { ListSkeleton } from "@/components/conferences/list/list-skeleton";

export default function RoomsLoading() {
  return <ListSkeleton rows={7} />;
}
