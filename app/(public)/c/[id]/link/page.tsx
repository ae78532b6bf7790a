import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ConferenceFrame } from "@/components/public/conference-frame";
import { ResendForm } from "@/components/registrations/resend-form.client";
import { Messages } from "@/components/shell/messages";
import { Note } from "@/components/ui/banner";
import { Card } from "@/components/ui/card";
import { typeset } from "@/components/ui/typeset";
import { formatConferenceId } from "@/lib/ids";
import { getServerSettings } from "@/lib/settings/queries";
import { loadCanonical } from "../load";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registration"))("resend.title") };
}

/** For people who registered and cannot find their mail. */
export default async function LostLinkPage({ params, searchParams }: Props) {
  const { page, user, zone } = await loadCanonical((await params).id, "/link");
  const path = `/c/${formatConferenceId(page.publicId)}`;
  if (page.visibility !== "public" || page.form === null) redirect(path);
  const [t, settings, { sent }] = await Promise.all([
    getTranslations("registration"),
    getServerSettings(),
    searchParams,
  ]);
  return (
    <ConferenceFrame
      organisation={page.accountName}
      homeHref={path}
      returnTo={path}
      user={user && { userId: user.userId, name: user.name }}
      zone={zone}
      width="narrow"
    >
      <a href={path} className="link inline-flex items-center gap-1 text-sm font-medium touch:py-2.5">
        <ArrowLeft aria-hidden className="size-3.75 rtl:rotate-180" />
        {t("back")}
      </a>
      <h1 className="mt-2 text-2xl">{t("resend.title")}</h1>
      <p className="mt-1 mb-4 text-sm break-words text-fg-muted">{typeset(page.name)}</p>
      {page.sendInvitations && settings.mailInvitations ? (
        <Card className="grid gap-4 p-5 phone:p-4">
          {sent === "1" ? (
            <div role="status">
              <Note tone="success">{t("resend.done")}</Note>
            </div>
          ) : (
            <p className="text-sm">{t("resend.body")}</p>
          )}
          <Messages of={["registration"]}>
            <ResendForm publicId={page.publicId} />
          </Messages>
        </Card>
      ) : (
        <Note tone="plain">{t("resend.noMail", { organisation: page.accountName })}</Note>
      )}
    </ConferenceFrame>
  );
}
