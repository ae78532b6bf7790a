import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AddToCalendar } from "@/components/public/add-to-calendar";
import { ConferenceFrame } from "@/components/public/conference-frame";
import { whenTexts } from "@/components/public/when";
import { WhenWhere } from "@/components/public/when-where";
import { LinkTicket } from "@/components/registrations/link-ticket";
import { UntilThen } from "@/components/registrations/until-then";
import { Messages } from "@/components/shell/messages";
import { Card } from "@/components/ui/card";
import { Door } from "@/components/ui/door";
import { typeset } from "@/components/ui/typeset";
import { calendarLinks } from "@/lib/calendars/rules";
import { env } from "@/lib/env";
import { formatConferenceId } from "@/lib/ids";
import { readReceipt } from "@/lib/registrations/guest-cookie";
import { findReceiptLink } from "@/lib/registrations/queries";
import { systemActor } from "@/lib/server/actor";
import { withSystem } from "@/lib/server/scope";
import { type LoadedConference, loadCanonical } from "../load";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("registration"))("done.documentTitle") };
}

/**
 * After signing up. With mail it shows where the mail goes and no link, so that nobody joins under an address that is
 * not his. Without mail it shows the link to the browser that registered (Z17, Z18).
 */
export default async function RegisteredPage({ params }: Props) {
  const { page, reach, user, zone } = await loadCanonical((await params).id, "/registered");
  const path = `/c/${formatConferenceId(page.publicId)}`;
  const receipt = await readReceipt(page.id);
  if (!receipt) redirect(path);
  const shown = receipt.mailed
    ? null
    : await withSystem(systemActor("receipt"), reach.tenantId, (scope) => findReceiptLink(scope, receipt));
  if (!receipt.mailed && !shown) redirect(path);
  const t = await getTranslations("registration");
  const when = await whenTexts({ ...page, timeZone: page.plan?.timeZone ?? page.accountZone }, zone);
  const links = linksOf(page, `${env().baseUrl}${path}`);
  const calendar = links ? <AddToCalendar file={`${path}/calendar.ics`} links={links} size={32} /> : null;
  return (
    <ConferenceFrame
      organisation={page.accountName}
      homeHref={path}
      returnTo={path}
      user={user && { userId: user.userId, name: user.name }}
      zone={zone}
      width="narrow"
    >
      <div className="flex items-center gap-5 pt-2 pb-5 phone:gap-4">
        <Door lit size="lg" />
        <div className="min-w-0">
          <h1 className="text-2xl break-words">
            {t("done.title", { name: receipt.mailed ? receipt.name : (shown?.firstName ?? "") })}
          </h1>
          {receipt.mailed ? (
            <p className="mt-1 text-fg-muted">
              {t.rich("done.mailed", {
                email: receipt.email,
                b: (chunks) => <b className="font-medium break-all text-fg">{chunks}</b>,
              })}{" "}
              <a href={`${path}/register`} className="link-inline">
                {t("done.wrongAddress")}
              </a>
            </p>
          ) : (
            <p className="mt-1 text-fg-muted">{t("done.shown")}</p>
          )}
        </div>
      </div>
      {shown ? (
        <Messages of={["registration"]}>
          <LinkTicket address={shown.address} calendar={calendar} />
        </Messages>
      ) : null}
      <Card as="section" className="mt-4 p-5">
        <h2 className="text-title break-words">{typeset(page.name)}</h2>
        <WhenWhere when={when} location={page.location} />
        <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
          {shown ? null : calendar}
          {shown ? (
            <a href={`${shown.address}/cancel`} className="link">
              {t("cancel")}
            </a>
          ) : null}
        </div>
      </Card>
      <UntilThen isMailed={receipt.mailed} startTime={when?.start ?? null} />
    </ConferenceFrame>
  );
}

function linksOf(page: LoadedConference["page"], url: string) {
  if (!page.startsAt || !page.endsAt) return null;
  return calendarLinks({
    start: page.startsAt,
    end: page.endsAt,
    title: page.name,
    description: page.description ?? undefined,
    location: page.location ?? undefined,
    url,
  });
}
