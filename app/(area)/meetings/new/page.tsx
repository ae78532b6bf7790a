import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { ChooseType } from "@/components/conferences/editor/choose-type";
import { Editor } from "@/components/conferences/editor/editor";
import { newModel } from "@/components/conferences/editor/prepare";
import { Refused } from "@/components/conferences/editor/refused";
import { requirePageActor } from "@/lib/auth/page";
import { canCreate } from "@/lib/conferences/policy";
import { getEditorLimits, searchInvitees } from "@/lib/conferences/queries";
import { env } from "@/lib/env";
import { withActor } from "@/lib/server/scope";

type Query = { visibility?: string | string[]; kind?: string | string[] };
type Props = { searchParams: Promise<Query> };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const t = await getTranslations("editor");
  return { title: (await searchParams).kind === "room" ? t("newRoom") : t("newConference") };
}

/** First who may join, then everything else. */
export default async function NewConferencePage({ searchParams }: Props) {
  const actor = await requirePageActor();
  const query = await searchParams;
  const kind = query.kind === "room" ? "room" : "scheduled";
  const { decision, limits, colleagues } = await withActor(actor, async (scope) => {
    const found = await getEditorLimits(scope);
    const allowed = canCreate(actor, found);
    const people = allowed === true ? await searchInvitees(scope, { q: "", limit: 100 }) : [];
    return { decision: allowed, limits: found, colleagues: people };
  });
  if (decision !== true) {
    const t = await getTranslations("editor");
    const back = { href: "/meetings", label: t("noRightBack") };
    return <Refused {...decision} title={t("noRightTitle")} back={back} />;
  }
  const { visibility } = query;
  if (visibility !== "private" && visibility !== "public") return <ChooseType kind={kind} />;
  const viewer = { id: actor.userId, name: actor.name, zone: actor.timeZone, locale: await getLocale() };
  const server = {
    now: limits.now,
    limit: limits.mediaLimits.all_on_screen,
    mails: limits.mailInvitations,
    colleagues,
    host: new URL(env().baseUrl).host,
  };
  return (
    <Editor model={newModel(viewer, server, { visibility, kind })} backHref={`/meetings/new?kind=${kind}`} />
  );
}
