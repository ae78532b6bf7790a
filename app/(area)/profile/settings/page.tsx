import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ProfileForm } from "@/components/accounts/profile/profile-form.client";
import { ProfileHeader } from "@/components/accounts/profile/profile-header";
import { Messages } from "@/components/shell/messages";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { getOwnTimeZone } from "@/lib/accounts/queries";
import { requirePageActor } from "@/lib/auth/page";
import { withActor } from "@/lib/server/scope";
import { zoneCity, zoneOptions } from "@/lib/time/zones";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile.tabs"))("settings") };
}

/** Language, time zone and theme: what people choose for themselves (G13, G14). */
export default async function OwnSettingsPage() {
  const actor = await requirePageActor();
  const [now, zone] = await withActor(actor, (scope) => Promise.all([scope.now, getOwnTimeZone(scope)]));
  const [t, common, locale] = await Promise.all([
    getTranslations("profile"),
    getTranslations("common"),
    getLocale(),
  ]);
  const zones = zoneOptions(locale, now, zone.own ?? undefined).map(({ region, options }) => ({
    region,
    options: options.map(({ value, label }) => ({ value, label })),
  }));
  return (
    <>
      <ProfileHeader current="/profile/settings" />
      <Card aria-labelledby="settings" className="max-w-220">
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
    </>
  );
}
