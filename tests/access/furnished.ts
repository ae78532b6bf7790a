import { randomUUID } from "node:crypto";
import { tokenHash, tokenOf } from "@/lib/auth/tokens/queries";
import { endForAll, join, leave } from "@/lib/live/commands";
import { findOwnDevice } from "@/lib/live/presence/queries";
import { signal } from "@/lib/live/signals/commands";
import { attemptKey } from "@/lib/server/attempts";
import { seal } from "@/lib/server/crypto";
import { linkToken } from "@/lib/server/personal-link";
import { withActor } from "@/lib/server/scope";
import { aPrivateMeeting, aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { aPicture } from "../support/pictures";
import { as } from "../support/run";
import type { Person, Tenant } from "../support/world";
import { accessWorld, actorOf, type Persona } from "./personas";

/**
 * A world in which every query has something to find: a webinar that is live, with a signal, a guest and a device that
 * fell silent, a room that was used, a mail in each account, and somebody who is locked out.
 */
export async function furnishedWorld() {
  const w = await accessWorld();
  const pinned = await aWebinar(w, { input: { pin: "471108" } });
  const foreignMeeting = await aPrivateMeeting(w, { organiser: w.actors.foreigner, people: [] });
  const enter = async (persona: Persona, publicId = w.webinar.publicId) =>
    as(await actorOf(w, persona)).do(join, { publicId, clientId: randomUUID(), takeOver: true });

  await enter("organiser", w.room.publicId);
  await as(w.actors.organiser).do(endForAll, { publicId: w.room.publicId });
  const host = await enter("organiser");
  const guest = await enter("guest");
  const silent = await enter("moderator");
  const gone = await enter("invited");
  await as(w.actors.invited).do(leave, { publicId: w.webinar.publicId, generation: gone.generation });
  await as(w.actors.organiser).do(signal, {
    publicId: w.webinar.publicId,
    generation: host.generation,
    to: guest.participantId,
    toGeneration: guest.generation,
    body: { from: randomUUID(), to: null, candidates: [] },
  });
  await owner()`UPDATE device_leases SET lease_expires_at = app_clock() - interval '1 minute'
    WHERE participant_id = ${silent.participantId}`;
  // Nobody's pages send heartbeats here: on a slow machine the others would fall silent in the middle of a test.
  await owner()`UPDATE device_leases SET lease_expires_at = app_clock() + interval '1 hour'
    WHERE conference_id = ${w.webinar.id} AND left_at IS NULL AND participant_id <> ${silent.participantId}`;
  await owner()`UPDATE conference_sessions SET lease_expires_at = app_clock() + interval '1 hour'
    WHERE conference_id = ${w.webinar.id} AND ended_at IS NULL`;
  await owner()`INSERT INTO attempt_counters (key, purpose, failures, locked_until, last_at)
    VALUES (${attemptKey("sign_in", w.people.member.loginName)}, 'sign_in', 10, app_now() + interval '1 day', app_now())`;

  await owner()`INSERT INTO online_leases (tenant_id, user_id, expires_at)
    VALUES (${w.tenant.id}, ${w.people.member.userId}, app_clock() + interval '1 hour')`;

  const mailId = await aMail(w.tenant, w.registration);
  const foreignMailId = await aMail(w.other, w.foreignRegistration);
  await owner()`INSERT INTO avatars (tenant_id, user_id, image)
    VALUES (${w.tenant.id}, ${w.people.member.userId}, ${await aPicture({ kind: "webp" })})`;
  const key = seal("factor", Buffer.from("12345678901234567890").toString("base64"));
  await owner()`INSERT INTO second_factors (tenant_id, user_id, key_sealed, confirmed_at)
    VALUES (${w.tenant.id}, ${w.people.member.userId}, ${key}, app_now())`;
  const mailToken = await aMailToken(w.people.member);
  const device = await withActor(w.actors.organiser, (scope) => findOwnDevice(scope, w.webinar.id));
  if (!device) throw new Error("the world is not complete");
  return {
    ...w,
    pinned,
    foreignMeeting,
    mailId,
    foreignMailId,
    sessionId: host.sessionId,
    hostId: host.participantId,
    guestGeneration: guest.generation,
    channelEpoch: host.channelEpoch,
    hostGeneration: host.generation,
    silentId: silent.participantId,
    silentGeneration: silent.generation,
    device,
    token: linkToken(w.registration.participantId, 1),
    mailToken,
  };
}
export type FurnishedWorld = Awaited<ReturnType<typeof furnishedWorld>>;

/** A new address that its owner has not confirmed yet; the token of the link that went there. */
async function aMailToken({ tenantId, userId }: Person): Promise<string> {
  const id = randomUUID();
  const token = tokenOf(tenantId, id);
  await owner()`INSERT INTO user_tokens (tenant_id, id, user_id, purpose, token_hash, payload, expires_at)
    VALUES (${tenantId}, ${id}, ${userId}, 'confirm_email', ${tokenHash(token)},
      ${owner().json({ email: `${id}@example.org` })}, app_now() + interval '1 day')`;
  return token;
}

/** A confirmation in the mailbox of the account, as sending it leaves it; somebody else may send it meanwhile. */
async function aMail(
  { id: tenantId }: Tenant,
  to: { participantId: string; email: string },
): Promise<string> {
  const [mail] = await owner()<{ id: string }[]>`
    INSERT INTO mail_messages (tenant_id, id, template, entity_id, recipient, message_id, state, transport)
    VALUES (${tenantId}, ${randomUUID()}, 'registration', ${to.participantId}, ${to.email}, ${randomUUID()}, 'sent', 'mailbox')
    ON CONFLICT ON CONSTRAINT mail_messages_once_key DO UPDATE SET state = 'sent', transport = 'mailbox' RETURNING id`;
  if (!mail) throw new Error("no mail");
  return mail.id;
}

/** Words that only one account's data holds: ids, names, addresses. */
export async function marksOf({ id: tenantId, name }: Tenant): Promise<string[]> {
  const rows = await owner()<{ mark: string }[]>`
    SELECT id::text AS mark FROM users WHERE tenant_id = ${tenantId}
    UNION SELECT email FROM users WHERE tenant_id = ${tenantId} AND email IS NOT NULL
    UNION SELECT display_name FROM users WHERE tenant_id = ${tenantId}
    UNION SELECT login_key FROM login_names WHERE tenant_id = ${tenantId}
    UNION SELECT id::text FROM conferences WHERE tenant_id = ${tenantId}
    UNION SELECT public_id FROM conference_numbers WHERE tenant_id = ${tenantId}
    UNION SELECT id::text FROM contacts WHERE tenant_id = ${tenantId}
    UNION SELECT display_name FROM contacts WHERE tenant_id = ${tenantId}
    UNION SELECT id::text FROM groups WHERE tenant_id = ${tenantId}
    UNION SELECT name FROM groups WHERE tenant_id = ${tenantId} AND name IS NOT NULL
    UNION SELECT id::text FROM participants WHERE tenant_id = ${tenantId}
    UNION SELECT email FROM participants WHERE tenant_id = ${tenantId} AND email IS NOT NULL`;
  return [tenantId, name, ...rows.map((row) => row.mark)];
}
