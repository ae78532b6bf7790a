import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ControlHeader } from "@/components/control/control-header";
import { LockedPeople } from "@/components/control/locked-people";
import { SelfServiceForm, SignInPolicyForm } from "@/components/control/sign-in-policy-form.client";
import { Messages } from "@/components/shell/messages";
import { Card, CardHeader } from "@/components/ui/card";
import { requirePageAdministrator } from "@/lib/auth/page";
import { listLocked } from "@/lib/auth/queries";
import { withActor } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { createFormats, formatDuration } from "@/lib/time/format";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("control.tabs"))("signIn") };
}

/** How many wrong passwords lock a user ID, for how long, and who is locked now (B04, B07, B08, B10). */
export default async function SignInPolicyPage() {
  const actor = await requirePageAdministrator();
  const [{ lockout, selfService, version }, locked, t, locale] = await Promise.all([
    getServerSettings(),
    withActor(actor, listLocked),
    getTranslations("control.signIn"),
    getLocale(),
  ]);
  const formats = createFormats(locale, actor.timeZone);
  return (
    <>
      <ControlHeader current="/control/sign-in" isServerAdministrator={actor.isServerAdministrator} />
      <Messages of={["control"]}>
        <div className="flex max-w-220 flex-col gap-4">
          <Card>
            <CardHeader title={t("policy")} />
            <p className="px-4 pb-3 text-sm text-fg-muted">
              {t("policyBody", { attempts: lockout.attempts, duration: formatDuration(lockout.minutes) })}
            </p>
            {actor.isServerAdministrator ? (
              <SignInPolicyForm version={version} {...lockout} />
            ) : (
              <p className="px-4 pb-4 text-sm text-fg-muted">{t("policyNotYours")}</p>
            )}
          </Card>
          {actor.isServerAdministrator ? (
            <Card>
              <CardHeader title={t("selfService")} />
              <SelfServiceForm version={version} {...selfService} />
            </Card>
          ) : null}
          <LockedPeople
            people={locked.map((person) => ({ ...person, until: formats.dateTime(person.until) }))}
          />
        </div>
      </Messages>
    </>
  );
}
