import "server-only";
import { and, asc, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { contacts } from "@/db/schema";
import { inNameOrder } from "@/db/schema/columns";
import { AppError, notFound } from "@/lib/errors";
import type { UserActor } from "@/lib/server/actor";
import { mine, type Scope } from "@/lib/server/scope";
import { findGranter } from "@/lib/settings/queries";
import { canKeepContacts } from "./policy";
import { wordsOfSearch } from "./rules";

export type Contact = {
  id: string;
  kind: "person" | "call_string";
  name: string;
  company: string | null;
  emails: string[];
  phones: string[];
  callString: string | null;
  note: string | null;
  version: number;
};

const columns = {
  id: contacts.id,
  kind: contacts.kind,
  name: contacts.displayName,
  company: contacts.company,
  emails: contacts.emails,
  phones: contacts.phones,
  callString: contacts.callString,
  note: contacts.note,
  version: contacts.version,
};

/** Nobody else's, whoever asks: not an administrator's affair either. */
const own = (scope: Scope<UserActor>) =>
  and(mine(scope, contacts.tenantId), eq(contacts.ownerId, scope.actor.userId), isNull(contacts.deletedAt));

/** Throws the reason that the page shows: without the right there is no address book of one's own (H05). */
async function gate(scope: Scope<UserActor>): Promise<void> {
  if (canKeepContacts(scope.actor, { who: "" }) === true) return;
  const decision = canKeepContacts(scope.actor, { who: await findGranter(scope) });
  if (decision !== true) throw new AppError(decision.reason, decision.params);
}

/** Text that LIKE takes literally. */
const literal = (text: string) => text.replace(/[\\%_]/g, "\\$&");

/** Each word typed begins a word of the name, the company or an address. */
function searched(q: string): SQL | undefined {
  const found = wordsOfSearch(q).map((word) => sql`${contacts.searchKey} LIKE ${`% ${literal(word)}%`}`);
  return found.length > 0 ? and(...found) : undefined;
}

/** Ids of the contacts at the edge of a page. */
type Bound = { after?: string; before?: string };

/** The place of a contact in the list, also when it has been deleted since. */
const placeOf = (scope: Scope<UserActor>, id: string) => sql`((SELECT edge.display_name FROM contacts edge
  WHERE edge.tenant_id = ${scope.tenantId} AND edge.owner_id = ${scope.actor.userId} AND edge.id = ${id}), ${id}::uuid)`;

export type ContactsPage = { contacts: Contact[]; before?: string; after?: string };

/** One page of the actor's own contacts in the order of their names, and where the pages around it begin. */
export async function listContacts(
  scope: Scope<UserActor>,
  { q = "", limit, after, before }: Bound & { q?: string; limit: number },
): Promise<ContactsPage> {
  await gate(scope);
  const name = inNameOrder(contacts.displayName);
  const place = sql`(${name}, ${contacts.id})`;
  const by = before ? desc : asc;
  const rows = await scope.tx
    .select(columns)
    .from(contacts)
    .where(
      and(
        own(scope),
        searched(q.slice(0, 200)),
        before ? sql`${place} < ${placeOf(scope, before)}` : undefined,
        after ? sql`${place} > ${placeOf(scope, after)}` : undefined,
      ),
    )
    .orderBy(by(name), by(contacts.id))
    .limit(limit + 1);
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  if (before) shown.reverse();
  return {
    contacts: shown,
    before: (before ? more : after) ? shown[0]?.id : undefined,
    after: before || more ? shown.at(-1)?.id : undefined,
  };
}

/** One of the actor's own contacts, or null: somebody else's is not there. */
export async function findContact(scope: Scope<UserActor>, contactId: string): Promise<Contact | null> {
  const [row] = await scope.tx
    .select(columns)
    .from(contacts)
    .where(and(own(scope), eq(contacts.id, contactId)));
  if (!row) return null;
  await gate(scope);
  return row;
}

export async function getContact(scope: Scope<UserActor>, contactId: string): Promise<Contact> {
  const contact = await findContact(scope, contactId);
  if (!contact) throw notFound();
  return contact;
}
