import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { conferences, participants, users } from "@/db/schema";
import { mine, type Scope } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { type ConferenceSubject, findConferenceSubject } from "../queries";

export type MailedPerson = ConferenceSubject & {
  participantId: string;
  /** The mail that tells everything anew: the confirmation with the link, or the invitation. */
  template: "registration" | "invitation";
  /** Mails about the conference are on, in its own settings and on the server. */
  sends: boolean;
};

/** Somebody on the list of a conference whom one can write to; null for walk-ins, the owner and who is gone. */
export async function findMailedPerson(
  scope: Scope,
  { participantId }: { participantId: string },
): Promise<MailedPerson | null> {
  const [row] = await scope.tx
    .select({
      conferenceId: participants.conferenceId,
      origin: participants.origin,
      sendInvitations: conferences.sendInvitations,
    })
    .from(participants)
    .innerJoin(
      conferences,
      and(eq(conferences.tenantId, participants.tenantId), eq(conferences.id, participants.conferenceId)),
    )
    .leftJoin(users, and(eq(users.tenantId, participants.tenantId), eq(users.id, participants.userId)))
    .where(
      and(
        mine(scope, participants.tenantId),
        eq(participants.id, participantId),
        eq(participants.state, "active"),
        sql`${participants.origin} IN ('invited', 'registered')`,
        sql`coalesce(${users.email}, ${participants.email}) IS NOT NULL`,
        isNull(users.deletedAt),
        isNull(users.disabledAt),
      ),
    );
  const subject = row && (await findConferenceSubject(scope, row.conferenceId));
  if (!subject) return null;
  const { mailInvitations } = await getServerSettings(scope.tx);
  const template = row.origin === "registered" ? "registration" : "invitation";
  return { ...subject, participantId, template, sends: row.sendInvitations && mailInvitations };
}
