import { useTranslations } from "next-intl";
import { Note } from "../ui/banner";

/** Why the button did not open the door this time. */
export function LinkProblem({ query }: { query: Record<string, string | string[] | undefined> }) {
  const t = useTranslations("errors");
  const { error, seconds } = query;
  if (error !== "too_many_requests" && error !== "unavailable" && error !== "unexpected") return null;
  return (
    <Note tone="danger" alert>
      {error === "too_many_requests" ? t(error, { seconds: Math.max(1, Number(seconds) || 1) }) : t(error)}
    </Note>
  );
}
