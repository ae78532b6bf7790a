import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { accounts, loginNames, serverAdministrators, userRights, userSecrets, users } from "@/db/schema";
import { now } from "@/db/schema/columns";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { grantLicence } from "@/lib/licences/commands";
import { channels } from "@/lib/realtime/channels";
import type { RightCode } from "@/lib/server/actor";
import { anyone, type CommandContext, command } from "@/lib/server/command";
import { sha256 } from "@/lib/server/crypto";
import { hashPassword } from "@/lib/server/passwords";
import { enter, mine, type Scope, type Tx } from "@/lib/server/scope";
import { canAdminister, canAdministerServer } from "@/lib/settings/policy";
import { choicesText, rightCodes } from "./rules";
import {
  createUserInput,
  openAccountInput,
  parallelEventsInput,
  saveProfileInput,
  setLicenceInput,
  setRightsInput,
  setUpServerInput,
} from "./schema";

/** Groups, rights and licences are written in the control role only, entered for these statements and left again. */
export async function asControl(context: CommandContext, write: (tx: Tx) => Promise<void>): Promise<void> {
  await enter(context.tx, "foyer_control", { tenantId: context.tenantId });
  await write(context.tx);
  await enter(context.tx, "foyer_app", { tenantId: context.tenantId });
}

async function writeRights(tx: Tx, scope: Scope, userId: string, rights: readonly RightCode[]) {
  await tx.delete(userRights).where(and(mine(scope, userRights.tenantId), eq(userRights.userId, userId)));
  const rows = [...new Set(rights)].map((rightCode) => ({ tenantId: scope.tenantId, userId, rightCode }));
  if (rows.length > 0) await tx.insert(userRights).values(rows);
}

type NewPerson = {
  displayName: string;
  login: string;
  email: string | null;
  /** Without one the person sets a password by a mailed link. */
  secret: string | null;
  isAdministrator: boolean;
  accountRole: "host" | "member";
};

export async function insertPerson(tx: Tx, tenantId: string, person: NewPerson): Promise<string> {
  const id = uuidv7();
  await tx.insert(users).values({
    tenantId,
    id,
    displayName: person.displayName,
    email: person.email,
    accountRole: person.accountRole,
    administratorSince: person.isAdministrator ? now : null,
  });
  await tx.insert(loginNames).values({ loginKey: person.login, tenantId, userId: id });
  const { secret } = person;
  if (secret) await tx.insert(userSecrets).values({ tenantId, userId: id, kind: "password", secret });
  return id;
}

const newSecret = ({ password }: { password: string }) => hashPassword(password);

/** Hashing costs time before it is known who asks. */
const paced = { by: "actor", max: 300, seconds: 60 } as const;

export const createUser = command({
  name: "accounts.createUser",
  input: createUserInput,
  limits: [paced],
  prepare: newSecret,
  subject: async () => ({}),
  can: canAdminister,
  run: async (context, input, _subject, secret) => {
    const { displayName, login, email, isAdministrator } = input;
    const person = { displayName, login, email, isAdministrator, secret, accountRole: "member" as const };
    const userId = await insertPerson(context.tx, context.tenantId, person);
    await asControl(context, async (tx) => {
      await writeRights(tx, context.scope, userId, input.rights);
      await grantLicence(tx, context.scope, userId, input.licence);
    });
    context.audit({
      targetId: userId,
      diff: { rights: input.rights, licence: input.licence.term, isAdministrator },
    });
    return { userId };
  },
});

/** A person of the actor's account who has not been deleted. */
async function someone(scope: Scope, { userId }: { userId: string }) {
  const [user] = await scope.tx
    .select({ id: users.id, accountRole: users.accountRole })
    .from(users)
    .where(and(mine(scope, users.tenantId), eq(users.id, userId), isNull(users.deletedAt)))
    .for("update");
  return user ?? null;
}

/** What was chosen for this person alone beats what the groups give; who saves after somebody else is told. */
export const setRights = command({
  name: "accounts.setRights",
  input: setRightsInput,
  subject: someone,
  can: canAdminister,
  run: async (context, { rights, was }, user) => {
    const { tx, scope, tenantId } = context;
    const own = await tx
      .select({ code: userRights.rightCode, effect: userRights.effect })
      .from(userRights)
      .where(and(mine(scope, userRights.tenantId), eq(userRights.userId, user.id)));
    if (choicesText(own) !== was) throw new AppError("conflict");
    const rows = rightCodes.flatMap((rightCode) => {
      const effect = rights[rightCode];
      return effect === "group" ? [] : [{ tenantId, userId: user.id, rightCode, effect }];
    });
    await asControl(context, async () => {
      await tx
        .delete(userRights)
        .where(and(mine(scope, userRights.tenantId), eq(userRights.userId, user.id)));
      if (rows.length > 0) await tx.insert(userRights).values(rows);
    });
    context.publish(channels.user(user.id), "rights.changed", {});
    context.audit({ targetId: user.id, diff: { rights } });
    return { userId: user.id };
  },
});

async function isPast({ tx }: Scope, at: string): Promise<boolean> {
  const [row] = await tx.execute<{ past: boolean }>(sql`SELECT ${at}::timestamptz <= app_now() AS past`);
  return row?.past ?? true;
}

export const setLicence = command({
  name: "accounts.setLicence",
  input: setLicenceInput,
  subject: someone,
  can: canAdminister,
  run: async (context, { licence }, user) => {
    if (licence.term === "temporary" && (await isPast(context.scope, licence.expiresAt))) {
      throw new AppError("invalid", undefined, { "licence.expiresAt": { code: "licence_ends_past" } });
    }
    await asControl(context, (tx) => grantLicence(tx, context.scope, user.id, licence));
    context.audit({ targetId: user.id, diff: { licence } });
    return {};
  },
});

type NewAccount = {
  organisation: string;
  timeZone: string;
  locale: "en" | "fr";
  displayName: string;
  login: string;
  email: string | null;
};

/** An account with its host, who is its administrator with every right and a permanent licence. */
async function createAccount(
  { tx, scope, tenantId, audit }: CommandContext,
  input: NewAccount & { parallelEvents: number },
  secret: string,
): Promise<string> {
  const { organisation: name, timeZone, locale, parallelEvents } = input;
  await tx.insert(accounts).values({ id: tenantId, name, timeZone, locale, parallelEvents });
  const { displayName, login, email } = input;
  const host = { displayName, login, email, secret, isAdministrator: true, accountRole: "host" as const };
  const userId = await insertPerson(tx, tenantId, host);
  await writeRights(tx, scope, userId, rightCodes);
  await grantLicence(tx, scope, userId, { term: "permanent" });
  audit({ targetId: userId, diff: { account: tenantId } });
  return userId;
}

/** The first account and its administrator, who is also the server's, by the one-time link of the launcher. */
export const setUpServer = command({
  name: "accounts.setUpServer",
  input: setUpServerInput,
  limits: [{ by: "address", max: 10, seconds: 60 }],
  can: anyone,
  role: "foyer_control",
  prepare: newSecret,
  reach: async () => ({ tenantId: uuidv7() }),
  subject: async ({ tx }, { token }) => {
    // Held until the commit, so that the link works once.
    const [open] = await tx.execute(sql`SELECT 1 FROM one_time_tokens WHERE token_hash = ${sha256(token)}
      AND purpose = 'first_administrator' AND used_at IS NULL AND expires_at > app_now()
      AND NOT EXISTS (SELECT 1 FROM accounts) FOR UPDATE`);
    return open ? {} : null;
  },
  run: async (context, input, _subject, secret) => {
    const { tx } = context;
    const userId = await createAccount(context, { ...input, parallelEvents: 1 }, secret);
    await tx.insert(serverAdministrators).values({ userId });
    await tx.execute(
      sql`UPDATE one_time_tokens SET used_at = app_now() WHERE token_hash = ${sha256(input.token)}`,
    );
    await tx.execute(sql`UPDATE server_settings SET version = version + 1, updated_at = app_now(),
      settings = settings || jsonb_build_object('organisation', ${input.organisation}::text)`);
    return { userId };
  },
});

/** Another organisation on the same server. */
export const openAccount = command({
  name: "accounts.openAccount",
  input: openAccountInput,
  limits: [paced],
  role: "foyer_control",
  prepare: newSecret,
  reach: async (_input, actor) => (canAdministerServer(actor) === true ? { tenantId: uuidv7() } : null),
  subject: async () => ({}),
  can: canAdministerServer,
  run: async (context, input, _subject, secret) => {
    const userId = await createAccount(context, input, secret);
    return { tenantId: context.tenantId, userId };
  },
});

/** How many conferences of the account may be live at once (rule 13). */
export const setParallelEvents = command({
  name: "accounts.setParallelEvents",
  input: parallelEventsInput,
  subject: async () => ({}),
  can: canAdministerServer,
  run: async ({ tx, scope, audit }, { was, parallelEvents }) => {
    const saved = await tx
      .update(accounts)
      .set({ parallelEvents })
      .where(and(mine(scope, accounts.id), eq(accounts.parallelEvents, was)))
      .returning({ id: accounts.id });
    if (saved.length === 0) throw new AppError("conflict");
    audit({ diff: { was, parallelEvents } });
    return {};
  },
});

/** The person's own language, time zone and theme: the actor says whose, never the input (A03). */
export const saveProfile = command({
  name: "accounts.saveProfile",
  input: saveProfileInput,
  subject: async (scope) => (scope.actor.kind === "user" ? scope.actor : null),
  can: () => true,
  run: async ({ tx, scope, audit }, { locale, timeZone, theme }, me) => {
    await tx
      .update(users)
      .set({ locale, timeZone, theme: theme === "system" ? null : theme })
      .where(and(mine(scope, users.tenantId), eq(users.id, me.userId)));
    audit({ targetId: me.userId, diff: { locale, timeZone, theme } });
    return { locale, theme };
  },
});
