import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CalendarLinks } from "@/lib/calendars/rules";
import { Note } from "../ui/banner";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Countdown } from "../ui/countdown.client";
import { AddToCalendar } from "./add-to-calendar";
import { AppHelp } from "./app-help";
import { GuestJoin } from "./guest-join.client";
import type { PageView } from "./page-view";
import { SeatsCard } from "./seats.client";

/** What one can do here, by the state of the conference and by who looks. */
export function ActionCard({ view, calendar }: { view: PageView; calendar: CalendarLinks | null }) {
  const t = useTranslations("public");
  const { state } = view;
  return (
    <Card
      as="aside"
      aria-label={t("card")}
      className="p-5 lg:sticky lg:top-6 phone:border phone:border-border phone:shadow-none"
    >
      <Head view={view} />
      {view.showsSeats ? <SeatsCard className="mb-4" /> : null}
      {state === "ended" || state === "cancelled" ? null : (
        <>
          <Ways view={view} />
          {calendar && (state === "before" || state === "soon") ? (
            <div className={view.isEntitled ? "mt-3" : "mt-2"}>
              <AddToCalendar file={`${view.path}/calendar.ics`} links={calendar} block />
            </div>
          ) : null}
          <ClosingWords view={view} />
          <SignInWords view={view} />
        </>
      )}
    </Card>
  );
}

/** How long until the start, or what has become of it. */
function Head({ view }: { view: PageView }) {
  const t = useTranslations("public");
  const { state, when, startsAtIso, nowIso, organisation } = view;
  if (state === "ended" || state === "cancelled") {
    return (
      <>
        <h2 className="text-lg">{t(`${state}Title`)}</h2>
        <p className="mt-1 text-sm text-fg-muted">{t(`${state}Body`, { organisation })}</p>
      </>
    );
  }
  if ((state === "before" || state === "soon") && startsAtIso) {
    return (
      <p className="mb-4 flex flex-col">
        <Countdown
          targetIso={startsAtIso}
          serverNowIso={nowIso}
          done={t("startsNow")}
          className="text-2xl font-semibold tracking-tight"
        />
        <span className="text-sm text-fg-muted">{t("beforeStart")}</span>
      </p>
    );
  }
  const live = view.liveSince ? t("liveSince", { time: view.liveSince }) : t("liveNow");
  const title = state === "live" ? live : state === "room" ? t("roomOpen") : t("openTitle");
  const nobody = state === "room" ? t("nobodyInside", { organisation }) : t("nobodyYet");
  const more = state === "live" ? null : nobody;
  return (
    <div className="mb-4">
      <h2 className="text-lg">{title}</h2>
      {more && !view.isEntitled ? <p className="text-sm text-fg-muted">{more}</p> : null}
      {state === "open" && when ? <p className="sr-only">{when.main}</p> : null}
    </div>
  );
}

/** The ways in, the most likely one first. */
function Ways({ view }: { view: PageView }) {
  const t = useTranslations("public");
  const { path, standing } = view;
  if (standing.kind === "leader") {
    return (
      <Way words={t(standing.role === "owner" ? "youOwn" : "youModerate")}>
        <JoinButton href={`${path}/room`}>
          {view.state === "live" ? t("join") : view.state === "room" ? t("openRoom") : t("start")}
        </JoinButton>
        <AppHelp />
      </Way>
    );
  }
  if (view.isEntitled) {
    const words =
      standing.kind === "guest"
        ? t("youAre", { name: standing.name })
        : view.isInvited
          ? t("youAreInvited")
          : null;
    return (
      <Way words={words}>
        {view.mayJoin ? (
          <JoinButton href={`${path}/room`}>{t("join")}</JoinButton>
        ) : (
          <p className="text-sm text-fg-muted">{t("joinLater")}</p>
        )}
        {view.mayJoin ? <AppHelp /> : null}
      </Way>
    );
  }
  // Without a free seat the door refuses whoever has none: only a personal link or an account leads in.
  const mayComeAsGuest = view.mayJoin && view.registration !== "full";
  return (
    <Way words={null}>
      {mayComeAsGuest ? (
        <>
          <GuestJoin
            publicId={view.publicId}
            asksPin={view.asksPin}
            hasLinks={view.hasRegistration}
            name={view.knownName}
          />
          <AppHelp />
        </>
      ) : null}
      <SignUp view={view} />
    </Way>
  );
}

function Way({ words, children }: { words: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-3">
      {words ? <p className="text-sm">{words}</p> : null}
      {children}
    </div>
  );
}

function JoinButton({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button href={href} variant="primary" size={44} block prefetch={false}>
      {children}
    </Button>
  );
}

function SignUp({ view }: { view: PageView }) {
  const t = useTranslations("public");
  const { registration, path } = view;
  const lost = (
    <a href={`${path}/link`} className="link w-fit text-sm">
      {t("lostLink")}
    </a>
  );
  if (registration === "open") {
    return (
      <Button
        href={`${path}/register`}
        variant={view.mayJoin ? "secondary" : "primary"}
        size={44}
        block
        className={view.mayJoin ? undefined : "phone:hidden"}
      >
        {t(view.mayJoin ? "signUpToo" : "signUp")}
      </Button>
    );
  }
  if (registration !== "full" && registration !== "closed") return null;
  return (
    <>
      <Note tone={registration === "full" ? "warning" : "plain"}>
        {t(registration === "full" ? "fullBody" : "closedBody")}
      </Note>
      {lost}
    </>
  );
}

/** When registration ends, in the words of the plan. */
function ClosingWords({ view }: { view: PageView }) {
  const t = useTranslations("public");
  const { closing, when, registration } = view;
  if (registration !== "open" || !closing || !when || view.isEntitled) return null;
  const auto = closing.autoClose ? "yes" : "no";
  // Beside another clock, whose time it is has to be said.
  const named = (time: string) => (when.other ? `${time} (${when.city})` : time);
  return (
    <p className="mt-3 text-xs text-fg-muted num">
      {closing.at === "at_start"
        ? t("closesAtStart", { time: named(when.start), auto })
        : t("closesAtEnd", { time: named(when.end), auto })}{" "}
    </p>
  );
}

/** People of the organisation have an account, and enter with it. */
function SignInWords({ view }: { view: PageView }) {
  const t = useTranslations("public");
  if (view.standing.kind !== "stranger" || view.isSignedIn) return null;
  return (
    <div className="mt-3.5 grid gap-2 border-t border-border pt-3.5 text-sm">
      <p>
        {t("fromAccount", { organisation: view.organisation })}{" "}
        <a href={`/sign-in?${new URLSearchParams({ next: view.path })}`} className="link-inline">
          {t("signInToJoin")}
        </a>
      </p>
      {view.registration === "open" ? (
        <a href={`${view.path}/link`} className="link w-fit">
          {t("lostLink")}
        </a>
      ) : null}
    </div>
  );
}
