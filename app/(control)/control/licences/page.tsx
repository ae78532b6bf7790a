import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { withQuery } from "@/components/conferences/list/viewer";
import { ControlHeader } from "@/components/control/control-header";
import { HoldersTable } from "@/components/licences/holders-table";
import { LicenceTermsForm } from "@/components/licences/licence-forms.client";
import { Messages } from "@/components/shell/messages";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChips } from "@/components/ui/filter-chips";
import { Pager } from "@/components/ui/pager";
import { SearchField } from "@/components/ui/search-field";
import { StatStrip } from "@/components/ui/stat-strip";
import { ToastOnMount } from "@/components/ui/toast-on-mount.client";
import { findHolder, type Holder, listHolders } from "@/lib/accounts/holders/queries";
import { requirePageAdministrator } from "@/lib/auth/page";
import { countOnline, countProLicences, getLicenceTerms } from "@/lib/licences/queries";
import { stampOf } from "@/lib/licences/rules";
import { holderCursorText, holderFilters, holdersAddress } from "@/lib/licences/schema";
import type { UserActor } from "@/lib/server/actor";
import { type Scope, withActor } from "@/lib/server/scope";
import { createFormats, type Formats } from "@/lib/time/format";

type Query = Record<string, string | string[] | undefined>;
type Address = ReturnType<typeof holdersAddress.parse>;

const PATH = "/control/licences";
const PAGE = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("licences") };
}

async function load(scope: Scope<UserActor>, { q, only, after, before, saved }: Address) {
  const [now, terms, pro, online, page, told] = await Promise.all([
    scope.now,
    getLicenceTerms(scope),
    countProLicences(scope),
    countOnline(scope),
    listHolders(scope, { q, only, after, before, limit: PAGE }),
    saved ? findHolder(scope, saved) : null,
  ]);
  return { now, terms, pro, online, page, told };
}

/** Who uses what until when, how many licences are left, and what people may do about theirs (D11–D15). */
export default async function LicencesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageAdministrator();
  const address = holdersAddress.parse(await searchParams);
  const { now, terms, pro, online, page, told } = await withActor(actor, (scope) => load(scope, address));
  const [t, locale] = await Promise.all([getTranslations("licences"), getLocale()]);
  const formats = createFormats(locale, actor.timeZone, now);
  const { q, only, saved } = address;
  const here = (more: Record<string, string | undefined>) => withQuery(PATH, { q, only, ...more });
  return (
    <>
      <ControlHeader current={PATH} isServerAdministrator={actor.isServerAdministrator} />
      <div className="flex flex-col gap-4">
        <StatStrip items={[stat("proInUse", pro, terms.pro), stat("onlineInUse", online, terms.online)]} />
        <Note tone="plain">{t("onlineNote")}</Note>
        <Card as="div" className="overflow-clip">
          <CardHeader title={t("people")} />
          <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
            <SearchField
              label={t("search")}
              placeholder={t("placeholder")}
              defaultValue={q}
              action={PATH}
              className="w-full max-w-80"
            />
            <FilterChips
              label={t("filter")}
              items={holderFilters.map((name) => ({
                label: t(`filters.${name}`),
                on: only === name,
                href: withQuery(PATH, { q, only: only === name ? undefined : name }),
              }))}
            />
          </div>
          {page.holders.length > 0 ? (
            <HoldersTable holders={page.holders.map((holder) => listed(holder, formats))} />
          ) : (
            <EmptyState
              icon={<SearchX />}
              level={3}
              title={t("nobody")}
              body={t("nobodyBody")}
              actions={<Button href={PATH}>{t("showAll")}</Button>}
            />
          )}
          <div className="border-t border-border empty:hidden">
            <Pager
              label={t("pages")}
              newerLabel={t("previous")}
              olderLabel={t("next")}
              newerHref={page.before && here({ before: holderCursorText(page.before) })}
              olderHref={page.after && here({ after: holderCursorText(page.after) })}
            />
          </div>
        </Card>
        <Messages of={["control", "licences"]}>
          <Card>
            <CardHeader title={t("terms")} />
            <LicenceTermsForm was={stampOf(terms)} {...terms} />
          </Card>
        </Messages>
      </div>
      {saved && told ? (
        <ToastOnMount
          id={`licence-${saved}-${told.term}-${told.until}`}
          title={t("saved", { name: told.name })}
        />
      ) : null}
    </>
  );

  function stat(label: "proInUse" | "onlineInUse", used: number, limit: number | null) {
    const value = limit === null ? String(used) : t("ofLimit", { used, limit });
    return { value, label: t(label, { count: used }), note: limit === null ? t("noLimit") : undefined };
  }
}

const listed = ({ until, onlineUntil, ...holder }: Holder, formats: Formats) => ({
  ...holder,
  until: until && formats.dateTime(until),
  onlineUntil: onlineUntil && formats.time(onlineUntil),
});
