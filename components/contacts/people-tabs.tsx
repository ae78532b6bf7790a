import { useTranslations } from "next-intl";
import { withQuery } from "@/components/conferences/list/viewer";
import { LinkTabs } from "@/components/ui/tabs";

/** How many a search found in one list, and whether there are more. */
export type Found = { count: number; more: boolean };

/** The two address books. While something is searched both say how much of it they hold. */
export function PeopleTabs({
  current,
  q,
  found,
}: {
  current: "directory" | "mine";
  q?: string;
  found?: Record<"directory" | "mine", Found>;
}) {
  const t = useTranslations("people");
  const tab = (name: "directory" | "mine", path: string) => ({
    href: withQuery(path, { q }),
    current: name === current,
    label: (
      <>
        {t(name)}
        {found ? <Count {...found[name]} /> : null}
      </>
    ),
  });
  return (
    <LinkTabs
      label={t("lists")}
      items={[tab("directory", "/people"), tab("mine", "/people/contacts")]}
      className="mb-4"
    />
  );
}

function Count({ count, more }: Found) {
  return (
    <span className="text-2xs text-fg-muted num">
      {count}
      {more ? "+" : null}
    </span>
  );
}
