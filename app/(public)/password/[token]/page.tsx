import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeadLink } from "@/components/auth/dead-link";
import { NewPasswordForm } from "@/components/auth/password-forms.client";
import { PublicFrame } from "@/components/auth/public-frame";
import { Messages } from "@/components/shell/messages";
import { Card } from "@/components/ui/card";
import { openToken } from "@/lib/auth/tokens/queries";
import { getServerSettings } from "@/lib/settings/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("auth"))("newTitle"), referrer: "no-referrer" };
}

/** Opening the link changes nothing, since programs that read mails open links too; only the form uses it up. */
export default async function NewPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const [link, t, { organisation }] = await Promise.all([
    openToken(token, ["reset_password", "activate"]),
    getTranslations("auth"),
    getServerSettings(),
  ]);
  return (
    <PublicFrame organisation={organisation} width="card">
      {link ? (
        <Card pad className="w-full max-w-100 rounded-xl px-7 pt-7 pb-7 phone:px-5 phone:pt-5">
          <h1>{t("newTitle")}</h1>
          <p className="mt-1 mb-5 text-sm text-fg-muted">{t("newBody", { name: link.name })}</p>
          <Messages of={["auth"]}>
            <NewPasswordForm token={token} />
          </Messages>
        </Card>
      ) : (
        <DeadLink to="/forgot" />
      )}
    </PublicFrame>
  );
}
