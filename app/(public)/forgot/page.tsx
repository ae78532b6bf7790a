import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ForgotForm } from "@/components/auth/password-forms.client";
import { PublicFrame } from "@/components/auth/public-frame";
import { Messages } from "@/components/shell/messages";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { getServerSettings } from "@/lib/settings/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("forgotTitle") };
}

type Query = Record<string, string | string[] | undefined>;

/** A forgotten password: a link by mail, and the same words whether there is such a user or not. */
export default async function ForgotPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { sent } = await searchParams;
  const [t, { organisation, contact }] = await Promise.all([getTranslations("auth"), getServerSettings()]);
  const isSent = sent === "1";
  return (
    <PublicFrame organisation={organisation} width="card">
      <Card pad className="w-full max-w-100 rounded-xl px-7 pt-7 pb-7 phone:px-5 phone:pt-5">
        <h1>{isSent ? t("forgotSentTitle") : t("forgotTitle")}</h1>
        {isSent ? (
          <>
            <p className="mt-1 mb-3 text-sm text-fg-muted">{t("forgotSentBody")}</p>
            <p className="mb-5 text-sm text-fg-muted">
              {contact ? t("forgotNoMailContact", { contact }) : t("forgotNoMail")}
            </p>
            <Button href="/sign-in" block size={40}>
              {t("toSignIn")}
            </Button>
          </>
        ) : (
          <>
            <p className="mt-1 mb-5 text-sm text-fg-muted">{t("forgotBody")}</p>
            <Messages of={["auth"]}>
              <ForgotForm />
            </Messages>
            <Button href="/sign-in" variant="link" className="mt-4">
              {t("toSignIn")}
            </Button>
          </>
        )}
      </Card>
    </PublicFrame>
  );
}
