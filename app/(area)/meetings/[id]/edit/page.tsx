import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { DangerZone } from "@/components/conferences/editor/danger-zone";
import { Editor } from "@/components/conferences/editor/editor";
import { storedModel } from "@/components/conferences/editor/prepare";
import { Refused } from "@/components/conferences/editor/refused";
import { requirePageActor } from "@/lib/auth/page";
import { canCancel, canDelete } from "@/lib/conferences/policy";
import {
  countMailed,
  getConferenceForEdit,
  getConferenceSubject,
  getEditorLimits,
  searchInvitees,
} from "@/lib/conferences/queries";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isUuid, parseCustomConferenceId } from "@/lib/ids";
import type { UserActor } from "@/lib/server/actor";
import { withActor } from "@/lib/server/scope";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("editor"))("editConference") };
}

/** Null for what is out of reach; an expected refusal for what may only be seen. */
async function load(actor: UserActor, id: string) {
  try {
    return await withActor(actor, async (scope) => {
      const stored = await getConferenceForEdit(scope, id);
      const subject = await getConferenceSubject(scope, id);
      const limits = await getEditorLimits(scope);
      const colleagues = await searchInvitees(scope, { q: "", conferenceId: id, limit: 100 });
      const mailed = limits.mailInvitations ? await countMailed(scope, id) : 0;
      return { stored, subject, limits, colleagues, mailed };
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error;
  }
}

export default async function EditConferencePage({ params }: Props) {
  const actor = await requirePageActor();
  const { id } = await params;
  if (!isUuid(id)) notFound();
  const found = await load(actor, id);
  if (found instanceof AppError) {
    if (found.code === "not_found") notFound();
    const t = await getTranslations("editor");
    const back = { href: `/meetings?c=${id}`, label: t("refusedBack") };
    return <Refused reason={found.code} params={found.params} title={t("refusedTitle")} back={back} />;
  }
  const { stored, subject, limits, colleagues, mailed } = found;
  const viewer = { id: actor.userId, name: actor.name, zone: actor.timeZone, locale: await getLocale() };
  const server = {
    now: limits.now,
    limit: limits.mediaLimits.all_on_screen,
    mails: limits.mailInvitations,
    colleagues,
    host: new URL(env().baseUrl).host,
  };
  const model = storedModel(viewer, server, stored, parseCustomConferenceId(stored.publicId));
  return (
    <>
      <Editor model={model} backHref={`/${stored.kind === "room" ? "rooms" : "meetings"}?c=${id}`} />
      <DangerZone
        id={id}
        name={stored.name}
        kind={stored.kind}
        cancel={canCancel(actor, subject)}
        remove={canDelete(actor, subject)}
        mailed={mailed}
      />
    </>
  );
}
