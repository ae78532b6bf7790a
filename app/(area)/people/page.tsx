import { BookUser, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PeopleTable } from "@/components/accounts/people/people-table";
import { withQuery } from "@/components/conferences/list/viewer";
import { PeopleTabs } from "@/components/contacts/people-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { listAdministrators, listDirectory } from "@/lib/accounts/queries";
import { namesShown } from "@/lib/accounts/rules";
import { directoryAddress, directoryCursorText } from "@/lib/accounts/schema";
import { requirePageActor } from "@/lib/auth/page";
import { canKeepContacts } from "@/lib/contacts/policy";
import { listContacts } from "@/lib/contacts/queries";
import type { ErrorCode, ErrorParams } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import { type Scope, withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("people");
  return { title: t("title") };
}

const PATH = "/people";
const PAGE = 50;

type Address = ReturnType<typeof directoryAddress.parse>;

/** The directory, who keeps it, and what a search finds among one's own contacts. */
async function load(scope: Scope<UserActor>, { q, after, before }: Address) {
  const page = await listDirectory(scope, { q, after, before, limit: PAGE });
  const administrators = await listAdministrators(scope, namesShown);
  const decision = canKeepContacts(scope.actor, { who: await findGranter(scope) });
  const own = q && decision === true ? await listContacts(scope, { q, limit: PAGE }) : undefined;
  return { page, administrators, decision, own };
}

/**
 * The organisation's address book: everybody can look people up, and its administrators keep it (A04). Whoever may
 * keep contacts beside it finds them in the next tab; the others read why they cannot (H05).
 */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageActor();
  const address = directoryAddress.parse(await searchParams);
  const { q } = address;
  const { page, administrators, decision, own } = await withActor(actor, (scope) => load(scope, address));
  const [t, locale] = await Promise.all([getTranslations("people"), getLocale()]);
  // The arguments belong to the code, which is only known at run time.
  const reasonOf = (await getTranslations("errors")) as unknown as (
    code: ErrorCode,
    params?: ErrorParams,
  ) => string;
  const who = new Intl.ListFormat(locale).format(administrators);
  return (
    <>
      <PageHeader
        className="mb-4"
        title={t("title")}
        meta={t("keptBy", { count: administrators.length, who })}
      />
      {decision === true ? (
        <PeopleTabs
          current="directory"
          q={q}
          found={
            own && {
              directory: { count: page.people.length, more: Boolean(page.after ?? page.before) },
              mine: { count: own.contacts.length, more: own.after !== undefined },
            }
          }
        />
      ) : (
        <Note tone="plain" title={t("readOnly")} className="mb-4">
          {reasonOf(decision.reason, decision.params)}
        </Note>
      )}
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
