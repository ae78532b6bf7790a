import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FactorPanel } from "@/components/accounts/profile/factor-panel.client";
import { NotYours } from "@/components/accounts/profile/not-yours";
import { ProfileHeader } from "@/components/accounts/profile/profile-header";
import { EmailForm, PasswordForm, PendingEmail } from "@/components/accounts/profile/security-forms.client";
import { SessionsCard } from "@/components/accounts/profile/sessions-card";
import { QrCode } from "@/components/registrations/qr-code";
import { Messages } from "@/components/shell/messages";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ToastOnMount } from "@/components/ui/toast-on-mount.client";
import { findPendingEmail } from "@/lib/accounts/emails/queries";
import { canChangeOwn } from "@/lib/accounts/passwords/policy";
import { getSelfService } from "@/lib/accounts/passwords/queries";
import { getFactorView } from "@/lib/auth/factors/queries";
import { requirePageActor } from "@/lib/auth/page";
import { listOwnSessions } from "@/lib/auth/sessions/queries";
import { withActor } from "@/lib/server/scope";
import { pageViewer } from "../../page-viewer";

type Query = Record<string, string | string[] | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile.tabs"))("security") };
}

/** E-mail, password, the second step and where one is signed in (G08–G12). */
export default async function SecurityPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requirePageActor();
  const { email: told } = await searchParams;
  const [now, own, pending, sessions, factor] = await withActor(actor, (scope) =>
    Promise.all([
      scope.now,
      getSelfService(scope),
      findPendingEmail(scope),
      listOwnSessions(scope),
      getFactorView(scope),
    ]),
  );
  const [t, errors, { formats }] = await Promise.all([
    getTranslations("profile"),
    getTranslations("errors"),
    pageViewer(actor, now),
  ]);
  const refusal = (what: "email" | "password") => {
    const decision = canChangeOwn(what, actor, own);
    return decision === true ? null : errors(decision.reason, { administrator: own.administrator });
  };
  const refused = { email: refusal("email"), password: refusal("password") };
  return (
    <>
      <ProfileHeader current="/profile/security" />
      <div className="flex max-w-220 flex-col gap-4">
        <Messages of={["profile"]}>
          <Card aria-labelledby="email">
            <CardHeader id="email" title={t("email")} />
            <CardBody>
              <p className="mb-4 text-sm">
                {actor.email ? (
                  <span className="wrap-anywhere">{actor.email}</span>
                ) : (
                  <span className="text-fg-muted">{t("noEmail")}</span>
                )}
              </p>
              {pending ? <PendingEmail email={pending} /> : null}
              {refused.email ? <NotYours>{refused.email}</NotYours> : <EmailForm />}
            </CardBody>
          </Card>
          <Card aria-labelledby="password">
            <CardHeader id="password" title={t("password")} />
            <CardBody>
              {refused.password ? (
                <NotYours>{refused.password}</NotYours>
              ) : (
                <>
                  <p className="mb-4 text-sm text-fg-muted">{t("passwordBody")}</p>
                  <PasswordForm />
                </>
              )}
            </CardBody>
          </Card>
          <Card aria-labelledby="factor">
            <CardHeader id="factor" title={t("factor.title")} />
            <CardBody>
              <FactorPanel
                view={
                  factor.state === "on"
                    ? { ...factor, since: formats.dateTime(factor.since) }
                    : factor.state === "pending"
                      ? { state: "pending", secret: factor.secret }
                      : factor
                }
                picture={
                  factor.state === "pending" ? (
                    <QrCode text={factor.address} label={t("factor.picture")} />
                  ) : null
                }
              />
            </CardBody>
          </Card>
        </Messages>
        <SessionsCard sessions={sessions} formats={formats} now={now} />
      </div>
      {told === "changed" ? <ToastOnMount id={`email-${actor.email}`} title={t("emailChanged")} /> : null}
    </>
  );
}
