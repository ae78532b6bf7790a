import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { FilterChips } from "@/components/ui/filter-chips";
import { SearchField } from "@/components/ui/search-field";
import { Toolbar } from "@/components/ui/toolbar";
import type { MeetingFilters } from "@/lib/conferences/lists/schema";
import { withQuery } from "./viewer";

/** Search and filters over a list; both live in the address. */
export function FilterBar({
  path,
  query,
  filters,
  q,
  withState,
}: {
  path: string;
  /** What the address holds beside the filters. */
  query: Record<string, string | undefined>;
  filters: MeetingFilters;
  q?: string;
  /** Whether "upcoming" and "past" make sense here. */
  withState: boolean;
}) {
  const t = useTranslations("meetings");
  const { visibility, role, state } = filters;
  const base = { ...query, visibility, role, state, q };
  const chip = <K extends keyof MeetingFilters>(key: K, value: string, label: string) => {
    const on = filters[key] === value;
    return { label, on, href: withQuery(path, base, { [key]: on ? undefined : value }) };
  };
  return (
    <Toolbar label={t("filters")} className={cn("mb-3 phone:-mx-4 phone:px-4", !withState && "mt-3")}>
      <SearchField
        label={t("search")}
        placeholder={t("placeholder")}
        defaultValue={q}
        action={path}
        keep={{ view: "all", visibility, role, state }}
      />
      <FilterChips
        label={t("filters")}
        items={[
          ...(withState ? [chip("state", "upcoming", t("upcoming")), chip("state", "past", t("past"))] : []),
          chip("role", "owner", t("mine")),
          chip("role", "invited", t("invited")),
          chip("visibility", "public", t("public")),
          chip("visibility", "private", t("private")),
        ]}
      />
    </Toolbar>
  );
}
