import "server-only";
import { randomInt } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import {
  conferenceNumbers,
  occurrences,
  registrationFormFields,
  registrationForms,
  scheduleSegments,
  seatPools,
  userConferences,
} from "@/db/schema";
import { AppError, type ErrorCode, type ErrorParams } from "@/lib/errors";
import { newConferenceId, parseCustomConferenceId, uuidv7 } from "@/lib/ids";
import { channels } from "@/lib/realtime/channels";
import type { CommandContext } from "@/lib/server/command";
import { seal, unseal } from "@/lib/server/crypto";
import { mine } from "@/lib/server/scope";
import { endOf, resolveLocal } from "@/lib/time/local";
import { type ConferenceSubject, type getPlan, listFormFields, localInput } from "../queries";
import { capacityOf, ceilingOf, defaultForm, type MediaLimits, sameForm } from "../rules";
import type { PlanInput } from "../schema";

/** The parts of the conference commands that concern the plan: number, time, seats, form. */

export type StoredPlan = Awaited<ReturnType<typeof getPlan>>;

export type Times = {
  localStart: string;
  timeZone: string;
  durationMin: number;
  startsAt: Date;
  endsAt: Date;
  /** What the clock shows then, if it skips the wanted time (rule 1.3). */
  movedTo: string | null;
};

export const wrong = (field: string, code: ErrorCode, params?: ErrorParams) =>
  new AppError("invalid", undefined, { [field]: { code, params } });

/** The plan in instants; null for a room. */
export function timesOf({ localStart, timeZone, durationMin }: PlanInput): Times | null {
  if (!localStart || !timeZone) return null;
  const wanted = localStart.slice(0, 16);
  const { instant, local, moved } = resolveLocal(wanted, timeZone);
  return {
    localStart: wanted,
    timeZone,
    durationMin,
    startsAt: instant,
    endsAt: endOf(instant, durationMin),
    movedTo: moved ? local : null,
  };
}

/** Columns of a conference that come straight from the form. */
export const columnsOf = (input: PlanInput, times: Times | null) => ({
  visibility: input.visibility,
  mode: input.mode,
  name: input.name,
  description: input.description || null,
  location: input.location || null,
  seatLimit: input.seatLimit ?? null,
  sendInvitations: input.sendInvitations,
  firstStartsAt: times?.startsAt ?? null,
  lastEndsAt: times?.endsAt ?? null,
});

/** `auto` is six random digits; a PIN is shown again, so it is sealed and not digested. */
export function sealedPin(pin: string | null): Buffer | null {
  if (pin === null) return null;
  return seal("pin", pin === "auto" ? newPin() : pin);
}

const newPin = () => String(randomInt(1_000_000)).padStart(6, "0");

/** Names of what a save changes, for the audit and for who has to be told. */
export async function changedFields(
  ctx: CommandContext,
  input: PlanInput,
  subject: ConferenceSubject,
  plan: StoredPlan,
  times: Times | null,
): Promise<string[]> {
  const { segment } = plan;
  const pin = plan.pinSealed ? unseal("pin", plan.pinSealed) : null;
  const form = await listFormFields(ctx.scope, subject.id);
  const isOn = plan.form !== null && plan.form.disabledAt === null;
  const registration = input.registration;
  const changes: Record<string, boolean> = {
    name: input.name !== subject.name,
    description: input.description !== (plan.description ?? ""),
    location: input.location !== (plan.location ?? ""),
    visibility: input.visibility !== subject.visibility,
    mode: input.mode !== subject.mode,
    time:
      times !== null &&
      (segment === null ||
        localInput(segment.localStart) !== times.localStart ||
        segment.timeZone !== times.timeZone ||
        segment.durationMin !== times.durationMin),
    seatLimit: (input.seatLimit ?? null) !== plan.seatLimit,
    sendInvitations: input.sendInvitations !== plan.sendInvitations,
    pin: input.pin !== undefined && input.pin !== pin,
    publicId: input.publicId !== undefined && input.publicId !== customIdOf(subject.publicId),
    registration:
      registration !== undefined &&
      (isOn !== (registration !== null) ||
        (registration !== null &&
          (registration.closing !== plan.form?.closing || registration.autoClose !== plan.form.autoClose))),
  };
  refuseAnotherForm(registration?.fields, form);
  return Object.keys(changes).filter((name) => changes[name]);
}

/** The form is a snapshot of the moment of creation (rule 6); a conference created without one has the plain form. */
function refuseAnotherForm(
  wanted: NonNullable<PlanInput["registration"]>["fields"],
  stored: Parameters<typeof sameForm>[1],
): void {
  const fixed = stored.length > 0 ? stored : defaultForm();
  if (wanted && !sameForm(wanted, fixed)) throw new AppError("form_is_fixed");
}

/** The organiser's own ID, or null where the number was generated. */
const customIdOf = (publicId: string) => parseCustomConferenceId(publicId);

/** Gives the conference its server-wide ID. A number once given is never given to another conference. */
export async function takeNumber(ctx: CommandContext, id: string, custom: string | null): Promise<string> {
  if (custom === null) {
    for (;;) {
      const made = newConferenceId();
      if (await insertNumber(ctx, id, made)) return made;
    }
  }
  const publicId = parseCustomConferenceId(custom);
  if (!publicId) throw wrong("publicId", "invalid_conference_id");
  if (await insertNumber(ctx, id, publicId)) return publicId;
  // Its own number of earlier days may come back.
  const again = await ctx.tx
    .update(conferenceNumbers)
    .set({ retiredAt: null })
    .where(
      and(
        mine(ctx.scope, conferenceNumbers.tenantId),
        eq(conferenceNumbers.conferenceId, id),
        eq(conferenceNumbers.publicId, publicId),
      ),
    )
    .returning({ publicId: conferenceNumbers.publicId });
  if (again.length === 0) throw wrong("publicId", "id_taken");
  return publicId;
}

/** Without raising: a violated constraint would end the transaction and the form would not know the field. */
async function insertNumber(ctx: CommandContext, conferenceId: string, publicId: string): Promise<boolean> {
  const rows = await ctx.tx
    .insert(conferenceNumbers)
    .values({ publicId, tenantId: ctx.tenantId, conferenceId })
    .onConflictDoNothing({ target: conferenceNumbers.publicId })
    .returning({ publicId: conferenceNumbers.publicId });
  return rows.length > 0;
}

/** An own ID belongs to public conferences: it goes when the conference becomes private (rule 21). */
export async function changeNumber(
  ctx: CommandContext,
  subject: ConferenceSubject,
  input: PlanInput,
): Promise<string> {
  const current = customIdOf(subject.publicId);
  const wanted =
    input.visibility === "private" ? null : input.publicId === undefined ? current : input.publicId;
  if (wanted === current) return subject.publicId;
  await ctx.tx
    .update(conferenceNumbers)
    .set({ retiredAt: sql`app_now()` })
    .where(
      and(
        mine(ctx.scope, conferenceNumbers.tenantId),
        eq(conferenceNumbers.conferenceId, subject.id),
        isNull(conferenceNumbers.retiredAt),
      ),
    );
  return takeNumber(ctx, subject.id, wanted);
}

export async function insertSchedule(
  ctx: CommandContext,
  id: string,
  input: PlanInput,
  times: Times,
): Promise<void> {
  const segmentId = uuidv7();
  await ctx.tx.insert(scheduleSegments).values({
    tenantId: ctx.tenantId,
    id: segmentId,
    conferenceId: id,
    visibility: input.visibility,
    mode: input.mode,
    localStart: times.localStart,
    timeZone: times.timeZone,
    durationMin: times.durationMin,
    // For the whole life of the conference (rule 2).
    icalUid: `${segmentId}@foyer`,
  });
  await ctx.tx.insert(occurrences).values({
    tenantId: ctx.tenantId,
    id: uuidv7(),
    conferenceId: id,
    segmentId,
    originalLocalStart: times.localStart,
    startsAt: times.startsAt,
    endsAt: times.endsAt,
  });
}

/** The next state of the calendar entry at the same time and place (rule 2): somebody goes, or comes back. */
export async function raiseSequence(ctx: CommandContext, id: string): Promise<void> {
  await ctx.tx
    .update(scheduleSegments)
    .set({ icalSequence: sql`${scheduleSegments.icalSequence} + 1` })
    .where(and(mine(ctx.scope, scheduleSegments.tenantId), eq(scheduleSegments.conferenceId, id)));
}

/** Moves the plan, its one occurrence and its place in everybody's list. */
export async function moveSchedule(
  ctx: CommandContext,
  id: string,
  times: Times,
  icalSequence: number,
): Promise<void> {
  await ctx.tx
    .update(scheduleSegments)
    .set({
      localStart: times.localStart,
      timeZone: times.timeZone,
      durationMin: times.durationMin,
      icalSequence,
    })
    .where(and(mine(ctx.scope, scheduleSegments.tenantId), eq(scheduleSegments.conferenceId, id)));
  await ctx.tx
    .update(occurrences)
    .set({ originalLocalStart: times.localStart, startsAt: times.startsAt, endsAt: times.endsAt })
    .where(and(mine(ctx.scope, occurrences.tenantId), eq(occurrences.conferenceId, id)));
  await ctx.tx
    .update(userConferences)
    .set({ sortAt: times.startsAt, spanStartsAt: times.startsAt, spanEndsAt: times.endsAt })
    .where(and(mine(ctx.scope, userConferences.tenantId), eq(userConferences.conferenceId, id)));
}

/** Seats of the conference: more than the mode carries are refused with the number. */
export function checkedCapacity(input: PlanInput, limits: MediaLimits): number {
  const limit = limits[input.mode];
  if (input.seatLimit && input.seatLimit > limit) throw wrong("seatLimit", "over_mode_limit", { limit });
  return capacityOf(input.mode, input.seatLimit ?? null, limits);
}

export async function insertPool(
  ctx: CommandContext,
  id: string,
  capacity: number,
  autoClose: boolean,
): Promise<void> {
  await ctx.tx.insert(seatPools).values({
    tenantId: ctx.tenantId,
    id: uuidv7(),
    conferenceId: id,
    capacity,
    ceiling: ceilingOf(capacity, 0, autoClose),
  });
}

/** Lowering evicts nobody: the ceiling keeps what is held. Open pages fetch the free seats again. */
export async function resize(
  ctx: CommandContext,
  id: string,
  capacity: number,
  autoClose: boolean,
): Promise<void> {
  const held = sql`${seatPools.seatsInvited} + ${seatPools.seatsRegistered}`;
  const ceiling = ceilingOf(capacity, 0, autoClose);
  const [pool] = await ctx.tx
    .update(seatPools)
    .set({ capacity, ceiling: sql`greatest(${ceiling}::int, ${held})` })
    .where(and(mine(ctx.scope, seatPools.tenantId), eq(seatPools.conferenceId, id)))
    .returning({ arrivals: seatPools.arrivals });
  if (pool) ctx.publish(channels.seats(id), "seats.changed", { seq: pool.arrivals });
}

/** Whether the last seat closes registration, after this save. */
export const closesWhenFull = (input: PlanInput, plan?: StoredPlan): boolean => {
  if (input.registration !== undefined) return input.registration?.autoClose ?? true;
  return plan?.form && !plan.form.disabledAt ? plan.form.autoClose : true;
};

export async function insertForm(ctx: CommandContext, id: string, input: PlanInput): Promise<void> {
  const { registration } = input;
  if (!registration) return;
  await ctx.tx.insert(registrationForms).values({
    tenantId: ctx.tenantId,
    conferenceId: id,
    mode: input.mode,
    closing: registration.closing,
    autoClose: registration.autoClose,
  });
  await ctx.tx.insert(registrationFormFields).values(
    (registration.fields ?? defaultForm()).map((field, position) => ({
      tenantId: ctx.tenantId,
      conferenceId: id,
      fieldId: uuidv7(),
      position,
      standardKey: field.standardKey,
      isRequired: field.required,
    })),
  );
}

/**
 * Switches registration on or off and sets its closing. Switched off, it keeps what people registered, and their
 * links; a conference that becomes private has no form any more, which is refused while guests hold seats.
 */
export async function saveForm(
  ctx: CommandContext,
  id: string,
  input: PlanInput,
  plan: StoredPlan,
): Promise<void> {
  const here = and(mine(ctx.scope, registrationForms.tenantId), eq(registrationForms.conferenceId, id));
  if (input.visibility === "private") {
    if (!plan.form) return;
    const count = plan.seats.seatsRegistered;
    if (count > 0) throw wrong("visibility", "guests_registered", { count });
    await ctx.tx.delete(registrationForms).where(here);
    return;
  }
  const { registration } = input;
  if (registration === undefined) return;
  if (registration === null) {
    await ctx.tx
      .update(registrationForms)
      .set({ disabledAt: sql`coalesce(${registrationForms.disabledAt}, app_now())` })
      .where(here);
    return;
  }
  if (!plan.form) return insertForm(ctx, id, input);
  await ctx.tx
    .update(registrationForms)
    .set({ closing: registration.closing, autoClose: registration.autoClose, disabledAt: null })
    .where(here);
}
