import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PersonalData } from "@/components/accounts/profile/personal-data";
import { ProfileForm } from "@/components/accounts/profile/profile-form.client";
import { RightsCard } from "@/components/conferences/home/rights-card";
import { LicenceLine } from "@/components/licences/licence-line";
import { Messages } from "@/components/shell/messages";
import { PageHeader } from "@/components/shell/page-header";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { getOwnTimeZone, listAdministrators } from "@/lib/accounts/queries";
import { namesShown } from "@/lib/accounts/rules";
import { requirePageActor } from "@/lib/auth/page";
import { getLicenceView } from "@/lib/licences/queries";
import { withActor } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { zoneCity, zoneOptions } from "@/lib/time/zones";
import { pageViewer } from "../page-viewer";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("profile");
  return { title: t("title") };
}

/** What the server holds about this person, what they choose for themselves, and what they may do (A03, G01). */
export default async function ProfilePage() {
  const actor = await requirePageActor();
  const [now, zone, administrators, granter, own] = await withActor(actor, (scope) =>
    Promise.all([
      scope.now,
      getOwnTimeZone(scope),
      listAdministrators(scope, namesShown),
      findGranter(scope),
      getLicenceView(scope),
    ]),
  );
  const [t, common, locale, viewer] = await Promise.all([
    getTranslations("profile"),
    getTranslations("common"),
    getLocale(),
    pageViewer(actor, now),
  ]);
  const zones = zoneOptions(locale, now, zone.own ?? undefined).map(({ region, options }) => ({
    region,
    options: options.map(({ value, label }) => ({ value, label })),
  }));
  return (
    <>
      <PageHeader
        className="mb-4"
        title={t("title")}
        meta={
          own.isShown ? (
            <LicenceLine licence={actor.licence} view={own} granter={granter} viewer={viewer} />
          ) : undefined
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_316px]">
        <div className="flex min-w-0 flex-col gap-4">
          <PersonalData actor={actor} administrators={administrators} locale={locale} />
          <Card aria-labelledby="settings">
            <CardHeader id="settings" title={t("settings")} />
            <CardBody>
              <Messages of={["profile"]}>
                <ProfileForm
                  zones={zones}
                  values={{ locale, timeZone: zone.own ?? "", theme: actor.theme ?? "system" }}
                  accountZone={zoneCity(zone.account, locale)}
                  locales={[
                    { value: "en", label: common("english") },
                    { value: "fr", label: common("french") },
                  ]}
                />
              </Messages>
            </CardBody>
          </Card>
        </div>
        <RightsCard actor={actor} granter={granter} />
      </div>
    </>
  );
}
