import { BookUser, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

const PATH = "/people/contacts";

/** In place of the list: nothing matches, nothing is on this page any more, or nothing was added yet. */
export function NoContacts({ q, isPage }: { q?: string; isPage: boolean }) {
  const t = useTranslations("contacts");
  const people = useTranslations("people");
  const all = <Button href={PATH}>{t("showAll")}</Button>;
  if (q) {
    return (
      <EmptyState
        icon={<SearchX />}
        title={people("noMatchTitle", { q })}
        body={t("noMatchBody")}
        actions={all}
      />
    );
  }
  if (isPage) {
    return (
      <EmptyState icon={<BookUser />} title={t("emptyPageTitle")} body={t("emptyPageBody")} actions={all} />
    );
  }
  return (
    <EmptyState
      lit
      title={t("emptyTitle")}
      body={t("emptyBody")}
      actions={
        <>
          <Button href={`${PATH}/new`} variant="primary">
            {t("addPerson")}
          </Button>
          <Button href={`${PATH}/new?kind=call_string`}>{t("addCallString")}</Button>
        </>
      }
    />
  );
}
