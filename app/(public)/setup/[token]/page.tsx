import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { SetUpForm } from "@/components/accounts/set-up-form.client";
import { PublicFrame } from "@/components/auth/public-frame";
import { Messages } from "@/components/shell/messages";
import { Card } from "@/components/ui/card";
import { isSetUpOpen } from "@/lib/accounts/queries";
import { zoneOptions } from "@/lib/time/zones";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accounts.setUp"))("title"), referrer: "no-referrer" };
}

/** Opening the link changes nothing; only the form that is sent uses it up. */
export default async function SetUpPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  if (!(await isSetUpOpen(token))) notFound();
  const [t, common, locale] = await Promise.all([
    getTranslations("accounts.setUp"),
    getTranslations("common"),
    getLocale(),
  ]);
  const zone = locale === "fr" ? "Europe/Paris" : "Europe/London";
  const zones = zoneOptions(locale, new Date(), zone).map(({ region, options }) => ({
    region,
    options: options.map(({ value, label }) => ({ value, label })),
  }));
  return (
    <PublicFrame organisation={null} width="narrow">
      <h1>{t("title")}</h1>
      <p className="mt-1 mb-5 text-sm text-fg-muted">{t("body")}</p>
      <Card className="p-6 phone:p-4">
        <Messages of={["accounts"]}>
          <SetUpForm
            token={token}
            zones={zones}
            zone={zone}
            locales={[
              { value: "en", label: common("english") },
              { value: "fr", label: common("french") },
            ]}
            locale={locale}
          />
        </Messages>
      </Card>
    </PublicFrame>
  );
}
