import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { ConferenceFrame } from "@/components/public/conference-frame";
import { SeatsLine, SeatsProvider } from "@/components/public/seats.client";
import { whenTexts } from "@/components/public/when";
import { RegisterForm } from "@/components/registrations/register-form.client";
import { Messages } from "@/components/shell/messages";
import { typeset } from "@/components/ui/typeset";
import { formatConferenceId, randomToken } from "@/lib/ids";
import { realtimeConfig } from "@/lib/realtime/config";
import { readReceipt } from "@/lib/registrations/guest-cookie";
import { listFields } from "@/lib/registrations/queries";
import { withVisitor } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { loadCanonical } from "../load";
import { seatsNow } from "../seats-now";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registration"))("title") };
}

/** The registration form, as it was fixed when the conference was created (Z15). A page of its own, without scripts too. */
export default async function RegisterPage({ params }: Props) {
  const { page, reach, actor, user, zone } = await loadCanonical((await params).id, "/register");
  const path = `/c/${formatConferenceId(page.publicId)}`;
  // Closed or full: the conference page says so, and watches for a seat.
  if (page.registration !== "open") redirect(path);
  const [t, locale, fields, receipt, settings] = await Promise.all([
    getTranslations("registration"),
    getLocale(),
    withVisitor(actor, reach, (scope) => listFields(scope, page.id)),
    readReceipt(page.id),
    getServerSettings(),
  ]);
  const when = await whenTexts({ ...page, timeZone: page.plan?.timeZone ?? page.accountZone }, null);
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
      <h1 className="mt-2 text-2xl">{t("title")}</h1>
      <p className="mt-1 mb-4 text-sm break-words text-fg-muted num">
        {typeset(page.name)}
        {when ? (
          <>
            <br />
            {when.main} ({when.city})
            {when.other ? (
              <>
                <br />
                {when.other}
              </>
            ) : null}
          </>
        ) : null}
      </p>
      <Messages of={["registration", "public"]}>
        <SeatsProvider
          publicId={page.publicId}
          conferenceId={page.id}
          realtime={realtimeConfig({ conference: page.id })}
          initial={seatsNow(page)}
          watchful={false}
          keepsPage
        >
          <RegisterForm
            publicId={page.publicId}
            locale={locale}
            timeZone={zone}
            browser={receipt && !receipt.mailed ? receipt.browser : randomToken()}
            fields={fields.map(({ key, required }) => ({ key, required }))}
            organisation={page.accountName}
            isMailed={page.sendInvitations && settings.mailInvitations}
            seats={<SeatsLine />}
            knownEmail={user?.email ?? undefined}
          />
        </SeatsProvider>
      </Messages>
    </ConferenceFrame>
  );
}
