import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import type * as z from "zod";
import { contacts } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { command } from "@/lib/server/command";
import { mine, type Scope } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { canKeepContacts } from "./policy";
import { searchKeyOf } from "./rules";
import { addContactInput, contactInput, saveContactInput } from "./schema";

type Fields = z.output<typeof addContactInput> | z.output<typeof saveContactInput>;

/** What the person chose, and the words by which it is found. */
const columnsOf = (input: Fields) => ({
  displayName: input.displayName,
  note: input.note,
  company: input.kind === "person" ? input.company : null,
  emails: input.kind === "person" ? input.emails : [],
  phones: input.kind === "person" ? input.phones : [],
  callString: input.kind === "call_string" ? input.callString : null,
  searchKey: searchKeyOf(input),
});

const granter = async (scope: Scope) => ({ who: await findGranter(scope) });

/** One of the actor's own, locked; everybody else's does not exist. */
const ownContact =
  (state: "kept" | "deleted") =>
  async (scope: Scope, { contactId }: { contactId: string }) => {
    if (scope.actor.kind !== "user") return null;
    const [contact] = await scope.tx
      .select({ id: contacts.id, kind: contacts.kind })
      .from(contacts)
      .where(
        and(
          mine(scope, contacts.tenantId),
          eq(contacts.ownerId, scope.actor.userId),
          eq(contacts.id, contactId),
          state === "kept" ? isNull(contacts.deletedAt) : isNotNull(contacts.deletedAt),
        ),
      )
      .for("update");
    return contact ? { ...contact, ...(await granter(scope)) } : null;
  };

/** A person types a few a minute; a program that fills the table is stopped. */
const paced = { by: "actor", max: 60, seconds: 60 } as const;

export const addContact = command({
  name: "contacts.add",
  input: addContactInput,
  limits: [paced],
  idempotencyKey: (input) => input.requestId,
  subject: granter,
  can: canKeepContacts,
  run: async ({ tx, actor, tenantId, audit }, input) => {
    if (actor.kind !== "user") throw new AppError("signed_out");
    const id = uuidv7();
    const { userId: ownerId } = actor;
    await tx.insert(contacts).values({ tenantId, id, ownerId, kind: input.kind, ...columnsOf(input) });
    audit({ targetId: id, diff: { kind: input.kind } });
    return { contactId: id };
  },
});

export const saveContact = command({
  name: "contacts.save",
  input: saveContactInput,
  subject: ownContact("kept"),
  can: canKeepContacts,
  run: async ({ tx, scope, audit }, input, contact) => {
    // A person does not turn into a call string: the form of one cannot hold the other.
    if (input.kind !== contact.kind) throw new AppError("invalid");
    const saved = await tx
      .update(contacts)
      .set({ version: sql`${contacts.version} + 1`, ...columnsOf(input) })
      .where(
        and(mine(scope, contacts.tenantId), eq(contacts.id, contact.id), eq(contacts.version, input.version)),
      )
      .returning({ id: contacts.id });
    if (saved.length === 0) throw new AppError("contact_changed");
    audit({ targetId: contact.id });
    return { contactId: contact.id };
  },
});

/** It can be taken back until housekeeping removes it a day later. */
export const deleteContact = command({
  name: "contacts.delete",
  input: contactInput,
  subject: ownContact("kept"),
  can: canKeepContacts,
  run: async ({ tx, scope, audit }, _input, contact) => {
    await tx
      .update(contacts)
      .set({ deletedAt: now })
      .where(and(mine(scope, contacts.tenantId), eq(contacts.id, contact.id)));
    audit({ targetId: contact.id });
    return {};
  },
});

export const restoreContact = command({
  name: "contacts.restore",
  input: contactInput,
  subject: ownContact("deleted"),
  can: canKeepContacts,
  run: async ({ tx, scope, audit }, _input, contact) => {
    await tx
      .update(contacts)
      .set({ deletedAt: null })
      .where(and(mine(scope, contacts.tenantId), eq(contacts.id, contact.id)));
    audit({ targetId: contact.id });
    return {};
  },
});
