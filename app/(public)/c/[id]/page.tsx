import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ActionCard } from "@/components/public/action-card";
import { ConferenceFrame } from "@/components/public/conference-frame";
import type { PageView } from "@/components/public/page-view";
import { SeatsLine, SeatsProvider } from "@/components/public/seats.client";
import { StateBadge } from "@/components/public/state-badge";
import { whenTexts } from "@/components/public/when";
import { WhenWhere } from "@/components/public/when-where";
import { Messages } from "@/components/shell/messages";
import { Note } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { typeset } from "@/components/ui/typeset";
import { calendarLinks } from "@/lib/calendars/rules";
import { env } from "@/lib/env";
import { formatConferenceId } from "@/lib/ids";
import { realtimeConfig } from "@/lib/realtime/config";
import { hasPin } from "@/lib/registrations/queries";
import { systemActor } from "@/lib/server/actor";
import { withSystem } from "@/lib/server/scope";
import { createFormats } from "@/lib/time/format";
import { type LoadedConference, loadCanonical, loadConference } from "./load";
import { seatsNow } from "./seats-now";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { page } = await loadConference((await params).id);
  return { title: page.name };
}

/** The page of a conference (Z01): what it is, when, and the ways in by its state and by who looks. */
export default async function ConferencePage({ params, searchParams }: Props) {
  const loaded = await loadCanonical((await params).id);
  const { page, user, zone } = loaded;
  const [view, { cancelled }] = await Promise.all([viewOf(loaded), searchParams]);
  const t = await getTranslations("public");
  const isUpcoming = view.state !== "ended" && view.state !== "cancelled";
  return (
    <ConferenceFrame
      organisation={page.accountName}
      homeHref={view.path}
      returnTo={view.path}
      user={user && { userId: user.userId, name: user.name }}
      zone={zone}
    >
      <Messages of={["public"]}>
        <SeatsProvider
          publicId={page.publicId}
          conferenceId={page.id}
          realtime={isUpcoming ? realtimeConfig({ conference: page.id }) : null}
          initial={seatsNow(page)}
          watchful={isUpcoming && view.state !== "before"}
        >
          {cancelled === "1" ? (
            <Note tone="success" className="mb-6">
              {t("cancelledNotice")}
            </Note>
          ) : null}
          <div className="grid items-start gap-x-16 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-fg-muted">
                <StateBadge view={view} />
                {t(
                  page.visibility === "private"
                    ? "privateMeeting"
                    : page.kind === "scheduled"
                      ? "webinar"
                      : "openToAll",
                )}
              </p>
              <h1 className="mt-3 text-3xl text-balance break-words phone:text-2xl">{typeset(page.name)}</h1>
              {page.description ? (
                <p className="mt-4 max-w-[68ch] text-md/7 break-words whitespace-pre-line text-fg-muted">
                  {page.description}
                </p>
              ) : null}
              <WhenWhere when={view.when} location={page.location} />
            </div>
            <ActionCard view={view} calendar={isUpcoming ? linksOf(loaded, view) : null} />
          </div>
          {view.registration === "open" && !view.isEntitled && !view.mayJoin ? (
            <div className="sticky bottom-0 z-20 -mx-4 mt-8 hidden items-center gap-3 border-t border-border bg-surface px-4 py-2.5 text-sm phone:-mb-24 phone:flex">
              <span className="min-w-0 flex-1">
                <SeatsLine />
              </span>
              <Button href={`${view.path}/register`} variant="primary" size={44}>
                {t("signUp")}
              </Button>
            </div>
          ) : null}
        </SeatsProvider>
      </Messages>
    </ConferenceFrame>
  );
}

/** Decides once, on the server, what is shown. */
async function viewOf({ page, user, reach, zone }: LoadedConference): Promise<PageView> {
  const { standing, state, registration, form } = page;
  const timeZone = page.plan?.timeZone ?? page.accountZone;
  const isOpen = state === "live" || state === "open" || state === "room";
  const isLeader = standing.kind === "leader";
  const isInvited = standing.kind === "member" && standing.invited;
  const isEntitled =
    isLeader || isInvited || standing.kind === "guest" || (standing.kind === "member" && isOpen);
  const mayJoin = isOpen || isLeader || (isEntitled && state === "soon");
  const asksPin =
    !isEntitled && mayJoin
      ? await withSystem(systemActor("conference page"), reach.tenantId, (scope) => hasPin(scope, page.id))
      : false;
  const locale = await getLocale();
  return {
    publicId: page.publicId,
    path: `/c/${formatConferenceId(page.publicId)}`,
    organisation: page.accountName,
    state,
    registration,
    standing,
    isSignedIn: user !== null,
    isLeader,
    isInvited,
    isEntitled,
    mayJoin,
    asksPin,
    hasRegistration: registration !== "none",
    showsSeats: (registration === "open" || registration === "full") && page.seats !== null,
    knownName: user?.name,
    closing: form ? { at: form.closing, autoClose: form.autoClose } : null,
    when: await whenTexts({ ...page, timeZone }, zone),
    startsAtIso: page.startsAt?.toISOString() ?? null,
    nowIso: page.now.toISOString(),
    liveSince: page.liveSince ? createFormats(locale, zone ?? timeZone, page.now).time(page.liveSince) : null,
  };
}

function linksOf({ page }: LoadedConference, { path }: PageView) {
  if (!page.startsAt || !page.endsAt) return null;
  return calendarLinks({
    start: page.startsAt,
    end: page.endsAt,
    title: page.name,
    description: page.description ?? undefined,
    location: page.location ?? undefined,
    url: `${env().baseUrl}${path}`,
  });
}
