import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { conferenceNumbers, conferences, scheduleSegments, userConferences } from "@/db/schema";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { type CommandContext, command } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import {
  admit,
  changeRoles,
  comesBack,
  comparePeople,
  dismiss,
  mailDismissed,
  mailEverybody,
  tell,
  tellEverybody,
  userOf,
} from "./people/commands";
import {
  changedFields,
  changeNumber,
  checkedCapacity,
  closesWhenFull,
  columnsOf,
  insertForm,
  insertPool,
  insertSchedule,
  moveSchedule,
  raiseSequence,
  resize,
  saveForm,
  sealedPin,
  takeNumber,
  timesOf,
  wrong,
} from "./plan/commands";
import { canCancel, canCreate, canDelete, canEdit } from "./policy";
import { type ConferenceSubject, findConferenceSubject, getEditorLimits, getPlan } from "./queries";
import { kindOf } from "./rules";
import { conferenceRef, createInput, updateInput } from "./schema";

/** What a save tells its form. `movedTo`: the clock skips the wanted time, so it begins then (rule 1.3). */
export type Saved = {
  id: string;
  publicId: string;
  name: string;
  kind: "scheduled" | "room";
  movedTo: string | null;
};

export const createConference = command({
  name: "conferences.create",
  input: createInput,
  idempotencyKey: (input) => input.requestId,
  limits: [{ by: "actor", max: 600, seconds: 3600 }],
  subject: (scope) => getEditorLimits(scope),
  can: canCreate,
  run: async (ctx, input, limits): Promise<Saved> => {
    const userId = userOf(ctx);
    const id = uuidv7();
    const kind = input.kind ?? kindOf(input.localStart);
    const times = timesOf(input);
    const row = columnsOf(input, times);
    await ctx.tx.insert(conferences).values({
      tenantId: ctx.tenantId,
      id,
      ownerId: userId,
      kind,
      createdBy: userId,
      updatedBy: userId,
      pinSealed: sealedPin(input.pin ?? null),
      ...row,
    });
    const publicId = await takeNumber(ctx, id, input.publicId ?? null);
    if (times) await insertSchedule(ctx, id, input, times);
    await insertPool(ctx, id, checkedCapacity(input, limits.mediaLimits), closesWhenFull(input));
    await admit(ctx, id, [{ userId, role: "owner" }]);
    const invited = (input.participants ?? []).filter((p) => p.userId !== userId);
    await admit(ctx, id, invited, input.sendInvitations && limits.mailInvitations);
    await insertForm(ctx, id, input);
    tell(ctx, id, [userId, ...invited.map((p) => p.userId)]);
    ctx.audit({ targetId: id, diff: { kind, visibility: input.visibility, invited: invited.length } });
    return { id, publicId, name: input.name, kind, movedTo: times?.movedTo ?? null };
  },
});

/** Locks first, so that what a save is compared with cannot change before it is written. */
async function lockSubject(scope: Scope, id: string): Promise<ConferenceSubject | null> {
  await scope.tx
    .select({ id: conferences.id })
    .from(conferences)
    .where(and(mine(scope, conferences.tenantId), eq(conferences.id, id)))
    .for("no key update");
  return findConferenceSubject(scope, id);
}

export const stamp = (ctx: CommandContext) => ({
  updatedAt: sql`app_now()`,
  updatedBy: userOf(ctx),
  version: sql`${conferences.version} + 1`,
});

/** A room that is running follows after the commit: see lib/live/people. */
export const followInside = (ctx: CommandContext, id: string, version: number) =>
  ctx.enqueue({ kind: "live.people", entityId: id, version: version + 1 });

const here = (scope: Scope, id: string) => and(mine(scope, conferences.tenantId), eq(conferences.id, id));

export const updateConference = command({
  name: "conferences.update",
  input: updateInput,
  subject: (scope, { id }) => lockSubject(scope, id),
  can: canEdit,
  run: async (ctx, input, subject): Promise<Saved> => {
    const { id } = subject;
    const kind = input.kind ?? kindOf(input.localStart);
    if (input.version !== subject.version) throw new AppError("conflict");
    if (kind !== subject.kind) throw wrong("kind", "kind_is_fixed");
    const { mediaLimits, mailInvitations } = await getEditorLimits(ctx.scope);
    const plan = await getPlan(ctx.scope, id);
    const times = timesOf(input);
    const changed = await changedFields(ctx, input, subject, plan, times);
    const people = await comparePeople(ctx, id, subject.ownerId, input.participants);
    // Before the traits: the form would refuse a conference that turns private.
    await saveForm(ctx, id, input, plan);
    const pinSealed = input.pin === undefined ? plan.pinSealed : sealedPin(input.pin);
    const row = { ...columnsOf(input, times), pinSealed, ...stamp(ctx) };
    await ctx.tx.update(conferences).set(row).where(here(ctx.scope, id));
    const publicId = await changeNumber(ctx, subject, input);
    await dismiss(ctx, id, people.gone);
    await changeRoles(ctx, people.changed);
    await resize(ctx, id, checkedCapacity(input, mediaLimits), closesWhenFull(input, plan));
    if (times && (changed.includes("time") || changed.includes("location"))) {
      const version = (plan.segment?.icalSequence ?? 0) + 1;
      await moveSchedule(ctx, id, times, version);
      const mail = { kind: "mail.changed", version, users: input.sendInvitations } as const;
      if (mailInvitations) await mailEverybody(ctx, id, mail);
    } else if (people.gone.length > 0 || (await comesBack(ctx, id, people.came))) {
      await raiseSequence(ctx, id);
    }
    if (mailInvitations) await mailDismissed(ctx, id, people.gone);
    await admit(ctx, id, people.came, input.sendInvitations && mailInvitations);
    const gone = people.gone.map((p) => p.userId);
    await tellEverybody(ctx, id, gone);
    if (gone.length + people.changed.length > 0) followInside(ctx, id, subject.version);
    ctx.audit({ targetId: id, diff: { changed, invited: people.came.length, removed: gone.length } });
    return { id, publicId, name: input.name, kind, movedTo: times?.movedTo ?? null };
  },
});

/** The conference does not take place: whoever was expected is told. Returns how many mails that takes. */
export async function callOff(ctx: CommandContext, id: string): Promise<number> {
  const { mailInvitations } = await getEditorLimits(ctx.scope);
  const row = { cancelledAt: sql`app_now()`, cancelledBy: userOf(ctx), ...stamp(ctx) };
  await ctx.tx.update(conferences).set(row).where(here(ctx.scope, id));
  const [segment] = await ctx.tx
    .update(scheduleSegments)
    .set({ icalSequence: sql`${scheduleSegments.icalSequence} + 1` })
    .where(and(mine(ctx.scope, scheduleSegments.tenantId), eq(scheduleSegments.conferenceId, id)))
    .returning({ sequence: scheduleSegments.icalSequence });
  const mail = { kind: "mail.cancelled", version: segment?.sequence ?? 1, users: true } as const;
  const mailed = mailInvitations ? await mailEverybody(ctx, id, mail) : 0;
  await tellEverybody(ctx, id);
  return mailed;
}

export const cancelConference = command({
  name: "conferences.cancel",
  input: conferenceRef,
  subject: (scope, { id }) => lockSubject(scope, id),
  can: canCancel,
  run: async (ctx, _input, subject) => {
    const { id, name, kind } = subject;
    const mailed = await callOff(ctx, id);
    ctx.audit({ targetId: id, diff: { mailed } });
    return { id, name, kind, mailed };
  },
});

/** Out of every list and page at once; the history of who came stays. */
export async function takeAway(ctx: CommandContext, id: string, version: number): Promise<void> {
  await tellEverybody(ctx, id);
  const channelEpoch = sql`${conferences.channelEpoch} + 1`;
  const row = { deletedAt: sql`app_now()`, channelEpoch, ...stamp(ctx) };
  await ctx.tx.update(conferences).set(row).where(here(ctx.scope, id));
  await ctx.tx
    .update(conferenceNumbers)
    .set({ retiredAt: sql`coalesce(${conferenceNumbers.retiredAt}, app_now())` })
    .where(and(mine(ctx.scope, conferenceNumbers.tenantId), eq(conferenceNumbers.conferenceId, id)));
  await ctx.tx
    .delete(userConferences)
    .where(and(mine(ctx.scope, userConferences.tenantId), eq(userConferences.conferenceId, id)));
  followInside(ctx, id, version);
}

export const deleteConference = command({
  name: "conferences.delete",
  input: conferenceRef,
  subject: (scope, { id }) => lockSubject(scope, id),
  can: canDelete,
  run: async (ctx, _input, subject) => {
    const { id, name, kind } = subject;
    await takeAway(ctx, id, subject.version);
    ctx.audit({ targetId: id, diff: { name } });
    return { id, name, kind };
  },
});
