import { BookUser, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PeopleTable } from "@/components/accounts/people/people-table";
import { withQuery } from "@/components/conferences/list/viewer";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { listAdministrators, listDirectory } from "@/lib/accounts/queries";
import { namesShown } from "@/lib/accounts/rules";
import { directoryAddress, directoryCursorText } from "@/lib/accounts/schema";
import { requirePageActor } from "@/lib/auth/page";
import { withActor } from "@/lib/server/scope";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people");
  return { title: t("title") };
}

const PATH = "/people";
const PAGE = 50;

/** The organisation's address book: everybody can look people up, and its administrators keep it (A04). */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageActor();
  const { q, after, before } = directoryAddress.parse(await searchParams);
  const [page, administrators] = await withActor(actor, (scope) =>
    Promise.all([
      listDirectory(scope, { q, after, before, limit: PAGE }),
      listAdministrators(scope, namesShown),
    ]),
  );
  const [t, locale] = await Promise.all([getTranslations("people"), getLocale()]);
  const who = new Intl.ListFormat(locale).format(administrators);
  return (
    <>
      <PageHeader
        className="mb-4"
        title={t("title")}
        meta={t("keptBy", { count: administrators.length, who })}
      />
      <SearchField
        label={t("search")}
        placeholder={t("placeholder")}
        defaultValue={q}
        action={PATH}
        className="mb-3 max-w-80"
      />
      <Card as="div" className="overflow-clip">
        {page.people.length > 0 ? (
          <PeopleTable people={page.people} selfId={actor.userId} />
        ) : q ? (
          <EmptyState
            icon={<SearchX />}
            title={t("noMatchTitle", { q })}
            body={t("noMatchBody")}
            actions={<Button href={PATH}>{t("showAll")}</Button>}
          />
        ) : (
          <EmptyState
            icon={<BookUser />}
            title={t("emptyTitle")}
            body={t("emptyBody")}
            actions={<Button href={PATH}>{t("showAll")}</Button>}
          />
        )}
        <div className="border-t border-border empty:hidden">
          <Pager
            label={t("pages")}
            newerLabel={t("previous")}
            olderLabel={t("next")}
            newerHref={page.before && withQuery(PATH, { q, before: directoryCursorText(page.before) })}
            olderHref={page.after && withQuery(PATH, { q, after: directoryCursorText(page.after) })}
          />
        </div>
      </Card>
    </>
  );
}
