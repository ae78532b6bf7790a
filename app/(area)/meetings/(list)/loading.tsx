import { ListSkeleton } from "@/components/conferences/list/list-skeleton";

export default function MeetingsLoading() {
  return <ListSkeleton strip rows={7} />;
}
