import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ControlHeader } from "@/components/control/control-header";
import {
  GuestPageForm,
  MailSwitchForm,
  MediaLimitsForm,
  OrganisationForm,
  ParallelEventsForm,
} from "@/components/control/server-forms.client";
import { LicencePoolsForm } from "@/components/licences/licence-forms.client";
import { Messages } from "@/components/shell/messages";
import { Card, CardHeader } from "@/components/ui/card";
import { getAccount } from "@/lib/accounts/queries";
import { requirePageAdministrator } from "@/lib/auth/page";
import { getLicenceTerms } from "@/lib/licences/queries";
import { stampOf } from "@/lib/licences/rules";
import { withActor } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { defaultMediaLimits } from "@/lib/settings/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("server") };
}

/** What concerns every account of the server. */
export default async function ServerSettingsPage() {
  const actor = await requirePageAdministrator();
  if (!actor.isServerAdministrator) notFound();
  const [settings, [account, licences], t] = await Promise.all([
    getServerSettings(),
    withActor(actor, (scope) => Promise.all([getAccount(scope), getLicenceTerms(scope)])),
    getTranslations("control.server"),
  ]);
  const { version } = settings;
  return (
    <>
      <ControlHeader current="/control/server" isServerAdministrator />
      <Messages of={["control"]}>
        <div className="flex max-w-220 flex-col gap-4">
          <Group title={t("organisationTitle")}>
            <OrganisationForm
              version={version}
              organisation={settings.organisation}
              contact={settings.contact}
            />
          </Group>
          <Group title={t("guestPageTitle")}>
            <GuestPageForm version={version} isProtected={settings.guestPageCode !== null} />
          </Group>
          <Group title={t("mailTitle")}>
            <MailSwitchForm version={version} mailInvitations={settings.mailInvitations} />
          </Group>
          <Group title={t("limitsTitle")}>
            <MediaLimitsForm version={version} limits={settings.mediaLimits} defaults={defaultMediaLimits} />
          </Group>
          <Group title={t("parallelTitle", { account: account.name })}>
            <ParallelEventsForm parallelEvents={account.parallelEvents} />
          </Group>
          <Group title={t("poolsTitle", { account: account.name })}>
            <LicencePoolsForm was={stampOf(licences)} pro={licences.pro} online={licences.online} />
          </Group>
        </div>
      </Messages>
    </>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card>
      <CardHeader title={title} />
      {children}
    </Card>
  );
}
