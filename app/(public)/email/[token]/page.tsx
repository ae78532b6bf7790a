import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeadLink } from "@/components/auth/dead-link";
import { ConfirmEmailForm } from "@/components/auth/password-forms.client";
import { PublicFrame } from "@/components/auth/public-frame";
import { Messages } from "@/components/shell/messages";
import { Card } from "@/components/ui/card";
import { openToken } from "@/lib/auth/tokens/queries";
import { getServerSettings } from "@/lib/settings/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("confirmTitle"), referrer: "no-referrer" };
}

/** Whoever opens the link says that the address is theirs; opening it alone says nothing. */
export default async function ConfirmEmailPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [link, t, { organisation }] = await Promise.all([
    openToken(token, ["confirm_email"]),
    getTranslations("auth"),
    getServerSettings(),
  ]);
  return (
    <PublicFrame organisation={organisation} width="card">
      {link ? (
        <Card pad className="w-full max-w-100 rounded-xl px-7 pt-7 pb-7 phone:px-5 phone:pt-5">
          <h1>{t("confirmTitle")}</h1>
          <p className="mt-1 mb-5 text-sm wrap-anywhere text-fg-muted">
            {t("confirmBody", { email: String(link.payload.email) })}
          </p>
          <Messages of={["auth"]}>
            <ConfirmEmailForm token={token} />
          </Messages>
        </Card>
      ) : (
        <DeadLink to="/profile/security" />
      )}
    </PublicFrame>
  );
}
