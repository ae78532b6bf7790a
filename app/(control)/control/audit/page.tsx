import { Download, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { withQuery } from "@/components/conferences/list/viewer";
import { AuditFilter } from "@/components/control/audit/audit-filter";
import { AuditTable, type EventView } from "@/components/control/audit/audit-table";
import { SealCard } from "@/components/control/audit/seal-card";
import { auditWords } from "@/components/control/audit/words";
import { ControlHeader } from "@/components/control/control-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChips } from "@/components/ui/filter-chips";
import { Pager } from "@/components/ui/pager";
import { cursorText } from "@/lib/analytics/schema";
import { getSeal, listEvents } from "@/lib/audit/queries";
import type { AuditEvent } from "@/lib/audit/rules";
import { auditAddress } from "@/lib/audit/schema";
import { requirePageAdministrator } from "@/lib/auth/page";
import { deviceOf } from "@/lib/auth/sessions/rules";
import { withActor } from "@/lib/server/scope";
import { createFormats } from "@/lib/time/format";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.audit"))("title") };
}

const PATH = "/control/audit";

/** Who did what in the account. */
export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageAdministrator();
  const { after, before, ...filters } = auditAddress.parse(await searchParams);
  const [page, seal, now] = await withActor(actor, async (scope) => [
    await listEvents(scope, { filters, after, before }),
    await getSeal(scope),
    scope.now,
  ]);
  const [t, words, locale] = await Promise.all([getTranslations("control.audit"), auditWords(), getLocale()]);
  const formats = createFormats(locale, actor.timeZone, now);
  const view = (event: AuditEvent): EventView => {
    const { browser, system } = deviceOf(event.userAgent);
    const who = words.who(event);
    return {
      id: event.id,
      iso: event.at.toISOString(),
      time: `${formats.day(event.at)} ${formats.timeSeconds(event.at)}`,
      who,
      whoHref: whoIs(event, who),
      what: words.what(event),
      whatHref: withQuery(PATH, { ...filters, action: event.action }),
      action: event.action,
      target: event.targetName === who ? null : event.targetName,
      targetHref: event.targetIsUser ? `/control/users/${event.targetId}` : null,
      isDenied: event.outcome === "denied",
      reason: words.reason(event),
      device: [browser, system].filter(Boolean).join(", ") || null,
      address: event.address,
      userAgent: event.userAgent,
      requestId: event.requestId,
      diff: event.diff ? JSON.stringify(event.diff) : null,
    };
  };
  const { action, ...others } = filters;
  return (
    <>
      <ControlHeader current={PATH} isServerAdministrator={actor.isServerAdministrator} />
      <p className="mb-4 max-w-prose text-sm text-fg-muted">{t("intro")}</p>
      <AuditFilter path={PATH} address={filters}>
        <Button
          href={withQuery("/api/exports/audit", filters)}
          download
          icon={<Download aria-hidden />}
          className="ms-auto phone:w-full"
        >
          {t("export")}
        </Button>
      </AuditFilter>
      {action ? (
        <div className="mb-3">
          <FilterChips
            label={t("filters")}
            items={[
              {
                href: withQuery(PATH, others),
                label: t("onlyAction", { action: words.what({ action }) }),
                on: true,
              },
            ]}
          />
        </div>
      ) : null}
      <Card as="div" className="overflow-clip">
        {page.events.length > 0 ? (
          <AuditTable events={page.events.map(view)} />
        ) : (
          <EmptyState
            icon={<SearchX />}
            title={t("noneTitle")}
            body={t("noneBody")}
            actions={<Button href={PATH}>{t("clear")}</Button>}
          />
        )}
        <div className="border-t border-border empty:hidden">
          <Pager
            label={t("pages")}
            newerLabel={t("newer")}
            olderLabel={t("older")}
            newerHref={page.before && withQuery(PATH, { ...filters, before: cursorText(page.before) })}
            olderHref={page.after && withQuery(PATH, { ...filters, after: cursorText(page.after) })}
          />
        </div>
      </Card>
      <SealCard
        links={seal.links}
        head={seal.head && `${seal.links}:${seal.head}`}
        sealedAt={seal.sealedAt && formats.relative(seal.sealedAt, now)}
        waiting={seal.waiting}
      />
    </>
  );
}

/** The page of the person who did it, if there is one. */
function whoIs(
  { actorKind, actorId, actorName, targetId, targetName, targetIsUser }: AuditEvent,
  who: string,
) {
  if (actorKind === "user" && actorName) return `/control/users/${actorId}`;
  return targetIsUser && targetName === who ? `/control/users/${targetId}` : null;
}
