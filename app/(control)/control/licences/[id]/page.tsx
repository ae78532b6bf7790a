import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { HolderForm } from "@/components/licences/licence-forms.client";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card } from "@/components/ui/card";
import { findHolder } from "@/lib/accounts/holders/queries";
import { requirePageAdministrator } from "@/lib/auth/page";
import { isUuid } from "@/lib/ids";
import { withActor } from "@/lib/server/scope";
import { addDays, dayOf, toLocal } from "@/lib/time/local";
import { zoneCity } from "@/lib/time/zones";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("licences"))("changeTitle") };
}

/** Gives one person a licence, or takes it (D13). */
export default async function HolderPage({ params }: Props) {
  const actor = await requirePageAdministrator();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const [holder, now] = await withActor(actor, (scope) => Promise.all([findHolder(scope, id), scope.now]));
  if (!holder) notFound();
  const [t, locale] = await Promise.all([getTranslations("licences"), getLocale()]);
  const zone = actor.timeZone;
  const inAMonth = `${addDays(dayOf(now, zone), 30)}T18:00`;
  const kept = holder.until && !holder.hasEnded ? toLocal(holder.until, zone).slice(0, 16) : inAMonth;
  return (
    <div className="max-w-180">
      <PageHeader
        className="mb-4"
        title={holder.name}
        meta={<span className="id-num">{holder.login}</span>}
        back={{ href: "/control/licences", label: t("back") }}
      />
      <Card as="div" className="p-5 phone:p-4">
        <Messages of={["licences"]}>
          <HolderForm
            holder={{ id, term: holder.term ?? "none", until: kept }}
            zone={zone}
            zoneName={zoneCity(zone, locale)}
            backHref="/control/licences"
          />
        </Messages>
      </Card>
    </div>
  );
}
