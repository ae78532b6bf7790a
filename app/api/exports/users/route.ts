import { getLocale, getTranslations } from "next-intl/server";
import { exportUsers } from "@/lib/accounts/exports/commands";
import { type ExportedUser, streamUsers } from "@/lib/accounts/exports/queries";
import { type CsvCell, csvAnswer, csvFileName } from "@/lib/csv";
import { requireActor } from "@/lib/server/actor";
import { withActorStream } from "@/lib/server/stream";
import { refusal, respond } from "@/lib/server/transport";
import { dayOf } from "@/lib/time/local";

/** Everybody of the account, with their groups. */
export async function GET(): Promise<Response> {
  const actor = await requireActor().catch(() => null);
  if (!actor) return respond({ ok: false, error: { code: "signed_out" } });
  const allowed = await exportUsers.execute(actor, {});
  if (!allowed.ok) return respond(allowed);
  try {
    const t = await getTranslations("control.users");
    const words = {
      active: t("states.active"),
      invited: t("states.invited"),
      disabled: t("states.disabled"),
    };
    const duty = t("administrator");
    const rows = await withActorStream(actor, (scope) => cells(streamUsers(scope), words, duty));
    const header = [t("name"), t("email"), t("login"), t("groups"), t("state"), duty];
    const name = csvFileName(actor.accountName, t("list"), dayOf(new Date(), actor.timeZone));
    return csvAnswer(rows, { name, header, locale: await getLocale() });
  } catch (error) {
    return respond(refusal(error, "accounts.exportUsers", actor));
  }
}

async function* cells(
  users: AsyncIterable<ExportedUser>,
  words: Record<ExportedUser["state"], string>,
  duty: string,
): AsyncGenerator<CsvCell[]> {
  for await (const { name, email, login, groups, state, administrator } of users) {
    const inGroups = groups.join(" | ");
    yield [name, email, login, inGroups, words[state], administrator ? duty : null];
  }
}
