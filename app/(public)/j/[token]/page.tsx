import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import { ConferenceFrame } from "@/components/public/conference-frame";
import { whenTexts } from "@/components/public/when";
import { WhenWhere } from "@/components/public/when-where";
import { LinkProblem } from "@/components/registrations/link-problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Countdown } from "@/components/ui/countdown.client";
import { Door } from "@/components/ui/door";
import { typeset } from "@/components/ui/typeset";
import { formatConferenceId } from "@/lib/ids";
import { zoneCookie } from "@/lib/registrations/rules";
import { findActor } from "@/lib/server/actor";
import { isZone } from "@/lib/time/zones";
import { loadLink } from "./load";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { person } = await loadLink((await params).token);
  const t = await getTranslations("registration");
  return {
    title: t("link.title", { name: person.name }),
    robots: { index: false, follow: false },
    referrer: "no-referrer",
  };
}

/** A personal link (rule 8): says whose it is and to what; only the button's POST enters. */
export default async function PersonalLinkPage({ params, searchParams }: Props) {
  const { token } = await params;
  const { person, facts } = await loadLink(token);
  const [t, tPublic] = await Promise.all([getTranslations("registration"), getTranslations("public")]);
  const user = await findActor();
  const kept = user?.timeZone ?? (await cookies()).get(zoneCookie)?.value;
  const zone = isZone(kept) ? kept : null;
  const when = await whenTexts({ ...facts, timeZone: facts.plan?.timeZone ?? facts.accountZone }, zone);
  const path = `/c/${formatConferenceId(facts.publicId)}`;
  const isOver = facts.state === "ended" || facts.state === "cancelled";
  const waits = facts.state === "before" || facts.state === "soon";
  const name = person.name;
  return (
    <ConferenceFrame
      organisation={facts.accountName}
      homeHref={path}
      returnTo={path}
      user={user && { userId: user.userId, name: user.name }}
      zone={zone}
      width="narrow"
    >
      <Card className="p-7 phone:p-5">
        <div className="flex items-start gap-5 phone:gap-4">
          <Door lit={facts.state === "live"} size="lg" />
          <div className="min-w-0">
            <p className="text-sm text-fg-muted">
              {t.rich("link.yours", {
                name,
                b: (chunks) => <b className="font-semibold break-words text-fg">{chunks}</b>,
              })}
            </p>
            <h1 className="mt-1 text-2xl text-balance break-words">{typeset(facts.name)}</h1>
          </div>
        </div>
        <WhenWhere when={when} location={facts.location} />
        {isOver ? (
          <div className="mt-6 border-t border-border pt-5">
            <h2 className="text-title">
              {t(`link.${facts.state === "ended" ? "ended" : "cancelled"}Title`)}
            </h2>
            <p className="mt-1 text-sm text-fg-muted">
              {t(`link.${facts.state === "ended" ? "ended" : "cancelled"}Body`)}
            </p>
          </div>
        ) : (
          <div className="mt-6 grid gap-3 border-t border-border pt-5">
            {waits && facts.startsAt ? (
              <p>
                <Countdown
                  targetIso={facts.startsAt.toISOString()}
                  serverNowIso={facts.now.toISOString()}
                  done={tPublic("startsNow")}
                  className="text-xl font-semibold"
                />{" "}
                <span className="text-sm text-fg-muted">{tPublic("beforeStart")}</span>
              </p>
            ) : null}
            <LinkProblem query={await searchParams} />
            <form method="post" action={`/j/${token}/enter`}>
              <Button type="submit" variant="primary" size={44} className="min-w-48 phone:w-full">
                {t(waits ? "link.lobby" : "link.join")}
              </Button>
            </form>
            {waits ? <p className="text-sm text-fg-muted">{t("link.before")}</p> : null}
            <p className="text-sm text-fg-muted">
              {t("link.notYours", { organisation: facts.accountName, name })}
            </p>
          </div>
        )}
      </Card>
      <p className="mt-4 flex flex-wrap gap-x-5 gap-y-2 px-1 text-sm">
        <a href={path} className="link">
          {t("link.toPage")}
        </a>
        {isOver ? null : (
          <a href={`/j/${token}/cancel`} className="link">
            {t("cancel")}
          </a>
        )}
      </p>
    </ConferenceFrame>
  );
}
