import { Plus, Video } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Refused } from "@/components/conferences/editor/refused";
import { withQuery } from "@/components/conferences/list/viewer";
import { ContactsTable } from "@/components/contacts/contacts-table";
import { NoContacts } from "@/components/contacts/no-contacts";
import { PeopleTabs } from "@/components/contacts/people-tabs";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { ToastOnMount } from "@/components/ui/toast-on-mount.client";
import { listDirectory } from "@/lib/accounts/queries";
import { requirePageActor } from "@/lib/auth/page";
import { canKeepContacts } from "@/lib/contacts/policy";
import { findContact, listContacts } from "@/lib/contacts/queries";
import { contactsAddress } from "@/lib/contacts/schema";
import type { UserActor } from "@/lib/server/actor";
import { type Scope, withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";

type Query = Record<string, string | string[] | undefined>;
type Address = ReturnType<typeof contactsAddress.parse>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("contacts");
  return { title: t("list") };
}

const PATH = "/people/contacts";
const PAGE = 50;

/** What the page shows: the contacts, what a search finds in the directory, and what was just saved. */
async function load(scope: Scope<UserActor>, { q, after, before, saved, contact }: Address) {
  const decision = canKeepContacts(scope.actor, { who: await findGranter(scope) });
  if (decision !== true) return { decision };
  const page = await listContacts(scope, { q, after, before, limit: PAGE });
  const others = q ? await listDirectory(scope, { q, limit: PAGE }) : undefined;
  const told = saved && contact ? await findContact(scope, contact) : null;
  return { decision, page, others, told };
}

/** Contacts that one keeps for oneself beside the directory, with the right to (A04, H03, W09, W10). */
export default async function ContactsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageActor();
  const address = contactsAddress.parse(await searchParams);
  const found = await withActor(actor, (scope) => load(scope, address));
  const [t, people] = await Promise.all([getTranslations("contacts"), getTranslations("people")]);
  if (found.decision !== true) {
    const back = { href: "/people", label: t("refusedBack") };
    return <Refused {...found.decision} title={t("refusedTitle")} back={back} />;
  }
  const { page, others, told } = found;
  const { q, after, before, saved } = address;
  const isFirst = !q && !after && !before;
  const isEmpty = isFirst && page.contacts.length === 0;
  const matches = others && {
    directory: { count: others.people.length, more: others.after !== undefined },
    mine: { count: page.contacts.length, more: Boolean(page.after ?? page.before) },
  };
  return (
    <>
      <PageHeader
        className="mb-3"
        title={people("title")}
        meta={t("private")}
        actions={
          isEmpty ? undefined : (
            <>
              <Button href={`${PATH}/new?kind=call_string`} size={36} icon={<Video aria-hidden />}>
                {t("addCallString")}
              </Button>
              <Button href={`${PATH}/new`} variant="primary" size={36} icon={<Plus aria-hidden />}>
                {t("addPerson")}
              </Button>
            </>
          )
        }
      />
      <PeopleTabs current="mine" q={q} found={matches} />
      {isEmpty ? null : (
        <SearchField
          label={t("search")}
          placeholder={t("placeholder")}
          defaultValue={q}
          action={PATH}
          className="mb-3 max-w-80"
        />
      )}
      <Card as="div" className="overflow-clip">
        {page.contacts.length > 0 ? (
          <Messages of={["contacts"]}>
            <ContactsTable contacts={page.contacts} selectedId={told?.id} />
          </Messages>
        ) : (
          <NoContacts q={q} isPage={!isFirst} />
        )}
        <div className="border-t border-border empty:hidden">
          <Pager
            label={people("pages")}
            newerLabel={people("previous")}
            olderLabel={people("next")}
            newerHref={page.before && withQuery(PATH, { q, before: page.before })}
            olderHref={page.after && withQuery(PATH, { q, after: page.after })}
          />
        </div>
      </Card>
      {saved && told ? (
        <ToastOnMount id={`contact-${told.id}-${told.version}`} title={t(saved, { name: told.name })} />
      ) : null}
    </>
  );
}
