import "server-only";
import { sql } from "drizzle-orm";
import { raiseSequence } from "@/lib/conferences/plan/commands";
import type { StandardField } from "@/lib/conferences/rules";
import { AppError, codeOfConstraint, type ErrorCode, type FieldErrors } from "@/lib/errors";
import { textsOf } from "@/lib/i18n/texts";
import { uuidv7 } from "@/lib/ids";
import { channels } from "@/lib/realtime/channels";
import { anyone, type CommandContext, command, Overtaken } from "@/lib/server/command";
import { hmac, sameBytes, sha256 } from "@/lib/server/crypto";
import { linkHash, linkToken } from "@/lib/server/personal-link";
import { hit } from "@/lib/server/rate-limit";
import type { Scope } from "@/lib/server/scope";
import { getServerSettings } from "@/lib/settings/queries";
import { emailKey } from "@/lib/text";
import { isZone } from "@/lib/time/zones";
import {
  type ConferenceFacts,
  findFacts,
  findLink,
  findLinkHolder,
  findReach,
  findRegistered,
  listFields,
} from "./queries";
import { displayNameOf, guestCookieExpiry, maskEmail, RESEND_PAUSE_S, RESENDS } from "./rules";
import { linkInput, type RegisterInput, registerInput, resendInput } from "./schema";

type Ctx = CommandContext;
type Found = NonNullable<Awaited<ReturnType<typeof findRegistered>>>;
type Field = { fieldId: string; key: StandardField; required: boolean };

/** One address, whatever the conference: nobody is buried in mail through us. */
const byEmail = ({ email }: { email: string }) =>
  `email:${hmac("attempt", emailKey(email)).toString("base64url")}`;

type PublicReach = Awaited<ReturnType<typeof publicReach>>;

/** Strangers reach public conferences only. Looked up once, before the transaction. */
async function publicReach({ publicId }: { publicId: string }) {
  const reach = await findReach(publicId);
  return reach?.visibility === "public" ? reach : null;
}

const samePlace = async (_input: unknown, _actor: unknown, reach: PublicReach) => reach;

const factsAt = async (scope: Scope, reach: PublicReach) => reach && findFacts(scope, reach.conferenceId);

/** What the browser keeps: with mail nothing that it did not type itself, so that a repeated sign-up looks the same. */
export type Receipt =
  | { mailed: true; email: string; name: string }
  | { mailed: false; participantId: string; browser: string };

export type Registered = { publicId: string; conferenceId: string; receipt: Receipt };

export const registerGuest = command({
  name: "registrations.register",
  input: registerInput,
  prepare: publicReach,
  reach: samePlace,
  subject: (scope, _input, reach) => factsAt(scope, reach),
  can: anyone,
  limits: [
    { by: "address", max: 30, seconds: 60 },
    { by: "address", max: 300, seconds: 3600 },
    { by: byEmail, max: 20, seconds: 3600 },
  ],
  run: async (ctx, input, facts): Promise<Registered> => {
    const [fields, settings, known] = await Promise.all([
      listFields(ctx.scope, facts.id),
      getServerSettings(ctx.tx),
      findRegistered(ctx.scope, facts.id, input.email),
    ]);
    refuseUnanswered(fields, input);
    const mailed = facts.sendInvitations && settings.mailInvitations;
    if (known) return again(ctx, input, facts, known, mailed);
    refuseUnlessOpen(facts);
    const taken = await takeSeat(ctx, input, facts, fields);
    if (taken === "full") throw new AppError("full");
    if (mailed) ctx.enqueue({ kind: "mail.registration", entityId: taken.participantId });
    ctx.publish(channels.seats(facts.id), "seats.changed", { seq: taken.arrivalNo });
    ctx.audit({ targetId: taken.participantId, diff: { conferenceId: facts.id } });
    return registered(facts, input, taken.participantId, mailed);
  },
});

const registered = (
  { publicId, id }: ConferenceFacts,
  input: RegisterInput,
  participantId: string,
  mailed: boolean,
): Registered => ({
  publicId,
  conferenceId: id,
  receipt: mailed
    ? { mailed, email: maskEmail(input.email), name: input.first_name }
    : { mailed, participantId, browser: input.browser },
});

/** Required is decided here; a field that the form does not have is not stored, whatever was sent. */
function refuseUnanswered(fields: Field[], input: RegisterInput) {
  const missing: FieldErrors = {};
  for (const { key, required } of fields) {
    if (required && !input[key]) missing[key] = { code: "required" };
  }
  if (Object.keys(missing).length > 0) throw new AppError("invalid", undefined, missing);
}

const refusals: Record<Exclude<ConferenceFacts["registration"], "open">, ErrorCode> = {
  none: "registration_off",
  closed: "registration_closed",
  full: "full",
  ended: "conference_over",
  cancelled: "conference_cancelled",
};

function refuseUnlessOpen({ registration }: ConferenceFacts) {
  if (registration !== "open") throw new AppError(refusals[registration]);
}

/**
 * The address is registered already. The browser that registered gets its page again. To any other browser the answer
 * is what a new registration would get, and the mail goes again to the address: nobody learns anything.
 */
async function again(
  ctx: Ctx,
  input: RegisterInput,
  facts: ConferenceFacts,
  known: Found,
  mailed: boolean,
): Promise<Registered> {
  const isSameBrowser = known.browserHash !== null && sameBytes(known.browserHash, sha256(input.browser));
  if (!isSameBrowser) {
    refuseUnlessOpen(facts);
    // Without mail there is nowhere to send the link, and it is shown to the first browser only (rule 3.10).
    if (!mailed) throw new AppError("registered_elsewhere");
  } else if (facts.state === "cancelled") {
    throw new AppError("conference_cancelled");
  }
  if (mailed) await sendAgain(ctx, known.id, input.email);
  ctx.audit({ targetId: known.id, diff: { conferenceId: facts.id, again: true } });
  return registered(facts, input, known.id, mailed);
}

/** Not while the last one waits or has only just left, and a few times an hour at most. */
async function sendAgain(ctx: Ctx, participantId: string, email: string): Promise<void> {
  const [mail] = await ctx.tx.execute<{ version: number; recent: boolean; waiting: boolean }>(sql`
    SELECT coalesce(max(entity_version), 0)::int AS version,
      coalesce(max(created_at) > app_now() - make_interval(secs => ${RESEND_PAUSE_S}), false) AS recent,
      EXISTS (SELECT 1 FROM outbox o WHERE o.tenant_id = ${ctx.tenantId} AND o.kind = 'mail.registration'
        AND o.entity_id = ${participantId} AND o.dead_at IS NULL) AS waiting
    FROM mail_messages WHERE tenant_id = ${ctx.tenantId} AND template = 'registration' AND entity_id = ${participantId}`);
  if (!mail || mail.recent || mail.waiting) return;
  if ((await hit(`registrations.again:${byEmail({ email })}`, RESENDS, ctx.tx)) > 0) return;
  ctx.enqueue({ kind: "mail.registration", entityId: participantId, version: mail.version + 1 });
}

type Taken = { participantId: string; arrivalNo: number };

/** The seat, the person and the answers in one statement: all of it or nothing (rule 4, M-04). */
async function takeSeat(
  ctx: Ctx,
  input: RegisterInput,
  facts: ConferenceFacts,
  fields: Field[],
): Promise<Taken | "full"> {
  const participantId = uuidv7();
  const row = {
    participantId,
    poolId: facts.poolId,
    mayExceed: facts.form?.autoClose === false,
    email: input.email,
    name: displayNameOf(input.first_name, input.last_name),
    linkHash: linkHash(linkToken(participantId, 1)),
    locale: input.locale,
    timeZone: isZone(input.timeZone) ? input.timeZone : null,
    conferenceId: facts.id,
    answers: JSON.stringify(answersOf(input, fields)),
    browserHash: sha256(input.browser),
  };
  try {
    const statement = isGuardDown() ? countThenInsert(ctx.tenantId, row) : seatStatement(ctx.tenantId, row);
    const [seat] = await ctx.tx.execute<{ arrivals: string }>(statement);
    return seat ? { participantId, arrivalNo: Number(seat.arrivals) } : "full";
  } catch (error) {
    // The same address came twice at once and the other request was first: the next try finds it registered.
    if (codeOfConstraint(error) === "already_registered") throw new Overtaken();
    throw error;
  }
}

type SeatRow = {
  participantId: string;
  poolId: string | null;
  mayExceed: boolean;
  email: string;
  name: string;
  linkHash: Buffer;
  locale: string;
  timeZone: string | null;
  conferenceId: string;
  answers: string;
  browserHash: Buffer;
};

/** No ON CONFLICT: it would keep the increment and lose the row. A duplicate raises and takes everything back. */
const seatStatement = (tenantId: string, row: SeatRow) => sql`
  WITH pool AS (
    UPDATE seat_pools SET seats_registered = seats_registered + 1, arrivals = arrivals + 1
    WHERE tenant_id = ${tenantId} AND id = ${row.poolId}
      AND (seats_invited + seats_registered < capacity OR ${row.mayExceed})
    RETURNING id, arrivals),
  ${personAndAnswers(tenantId, row)}
  SELECT pool.arrivals FROM pool, person`;

const personAndAnswers = (tenantId: string, row: SeatRow) => sql`
  person AS (
    INSERT INTO participants (tenant_id, id, conference_id, seat_pool_id, origin, email, display_name, arrival_no,
      link_hash, locale, time_zone)
    SELECT ${tenantId}, ${row.participantId}, ${row.conferenceId}, pool.id, 'registered', ${row.email}, ${row.name},
      pool.arrivals, ${row.linkHash}, ${row.locale}, ${row.timeZone} FROM pool
    RETURNING id),
  answers AS (
    INSERT INTO registration_answers (tenant_id, participant_id, conference_id, answers, browser_hash)
    SELECT ${tenantId}, person.id, ${row.conferenceId}, ${row.answers}::jsonb, ${row.browserHash} FROM person)`;

/** The negative control of the race test: it must oversell, or the race proves nothing. Never outside the test runner. */
const isGuardDown = () => process.env.NODE_ENV === "test" && process.env.FOYER_GUARD_DOWN === "seats";

const countThenInsert = (tenantId: string, row: SeatRow) => sql`
  WITH pool AS (
    SELECT s.id, s.arrivals + 1 AS arrivals FROM seat_pools s WHERE s.tenant_id = ${tenantId} AND s.id = ${row.poolId}
      AND (SELECT count(*) FROM participants p WHERE p.tenant_id = s.tenant_id AND p.seat_pool_id = s.id) < s.capacity),
  ${personAndAnswers(tenantId, row)}
  SELECT pool.arrivals FROM pool, person`;

/** Answers keep the label as it was shown (rule 6). */
function answersOf(input: RegisterInput, fields: Field[]) {
  const t = textsOf(input.locale, "registration");
  return fields.flatMap(({ fieldId, key }) => {
    const value = input[key];
    return value ? [{ fieldId, key, label: t(`field.${key}`), value }] : [];
  });
}

/** "I cannot find my mail": the same answer whether the address is registered or not. */
export const resendLink = command({
  name: "registrations.resend",
  input: resendInput,
  prepare: publicReach,
  reach: samePlace,
  subject: (scope, _input, reach) => factsAt(scope, reach),
  can: anyone,
  limits: [
    { by: "address", max: 10, seconds: 60 },
    { by: "address", max: 60, seconds: 3600 },
  ],
  run: async (ctx, input, facts): Promise<{ publicId: string }> => {
    const mailed = facts.sendInvitations && (await getServerSettings(ctx.tx)).mailInvitations;
    const known = await findRegistered(ctx.scope, facts.id, input.email);
    const isOver = facts.state === "cancelled" || facts.state === "ended";
    if (known && mailed && !isOver) await sendAgain(ctx, known.id, input.email);
    ctx.audit({ targetId: facts.id });
    return { publicId: facts.publicId };
  },
});

/** What an action needs to make the browser a guest. Never sent to the browser as it is. */
export type LinkClaim = {
  publicId: string;
  tenantId: string;
  conferenceId: string;
  participantId: string;
  generation: number;
  expiresAt: Date;
};

const linkReach = ({ token }: { token: string }) => findLink(token);

/** Exchanges a personal link for a guest's cookie. Changes nothing: taking over a device happens at the door. */
export const claimLink = command({
  name: "registrations.claimLink",
  input: linkInput,
  reach: linkReach,
  subject: (scope, { token }) => findLinkHolder(scope, token),
  can: anyone,
  limits: [{ by: "address", max: 60, seconds: 60 }],
  run: async (ctx, _input, { person, facts }): Promise<LinkClaim> => {
    if (facts.state === "cancelled") throw new AppError("conference_cancelled");
    if (facts.state === "ended") throw new AppError("conference_over");
    ctx.audit({ targetId: person.id });
    return {
      publicId: facts.publicId,
      tenantId: ctx.tenantId,
      conferenceId: facts.id,
      participantId: person.id,
      generation: person.generation,
      expiresAt: guestCookieExpiry(facts.endsAt, facts.now),
    };
  },
});

/** Whoever holds the link may give the seat back. */
export const cancelRegistration = command({
  name: "registrations.cancel",
  input: linkInput,
  reach: linkReach,
  subject: (scope, { token }) => findLinkHolder(scope, token),
  can: anyone,
  limits: [{ by: "address", max: 30, seconds: 60 }],
  run: async (ctx, _input, { person, facts }): Promise<{ publicId: string; conferenceId: string }> => {
    if (facts.state === "ended") throw new AppError("conference_over");
    // The pool first, as when a seat is taken: two that need both never wait for each other.
    await ctx.tx.execute(
      sql`SELECT 1 FROM seat_pools WHERE tenant_id = ${ctx.tenantId} AND id = ${person.poolId} FOR UPDATE`,
    );
    const gone = await ctx.tx.execute(sql`
      UPDATE participants SET state = 'cancelled', ended_at = app_now()
      WHERE tenant_id = ${ctx.tenantId} AND id = ${person.id} AND origin = 'registered' AND state = 'active' RETURNING 1`);
    if (gone.length === 0) throw new AppError("not_found");
    const [pool] = await ctx.tx.execute<{ arrivals: string }>(sql`
      UPDATE seat_pools SET seats_registered = seats_registered - 1
      WHERE tenant_id = ${ctx.tenantId} AND id = ${person.poolId} RETURNING arrivals`);
    ctx.publish(channels.seats(facts.id), "seats.changed", { seq: Number(pool?.arrivals ?? 0) });
    await mailWithdrawn(ctx, facts.id, person.id);
    // Somebody may give the seat back while inside.
    ctx.enqueue({ kind: "live.people", entityId: facts.id, recipient: person.id });
    ctx.audit({ targetId: person.id, diff: { conferenceId: facts.id } });
    return { publicId: facts.publicId, conferenceId: facts.id };
  },
});

/** The confirmation put an entry into a calendar, and this takes it out. Who never got one hears nothing. */
async function mailWithdrawn(ctx: Ctx, conferenceId: string, participantId: string): Promise<void> {
  const confirmed = await ctx.tx.execute(sql`SELECT 1 FROM mail_messages WHERE tenant_id = ${ctx.tenantId}
    AND template = 'registration' AND entity_id = ${participantId} AND state <> 'failed' LIMIT 1`);
  if (confirmed.length === 0) return;
  await raiseSequence(ctx, conferenceId);
  ctx.enqueue({ kind: "mail.withdrawn", entityId: participantId });
}
