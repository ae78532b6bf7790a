import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { groupMembers, groups, loginNames, users } from "@/db/schema";
import { AppError, type ErrorCode, type ErrorParams } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { type CommandContext, command } from "@/lib/server/command";
import { mine } from "@/lib/server/scope";
import { canAdminister } from "@/lib/settings/policy";
import { nameKey } from "@/lib/text";
import { asControl } from "../commands";
import { mailLink } from "../users/commands";
import { IMPORT_LINES, type ImportLine, parseImport, proposedLogin } from "./rules";
import { importedPerson, importInput } from "./schema";

export type ImportProblem = {
  field: "name" | "email" | "login" | "groups";
  code: ErrorCode;
  params?: ErrorParams;
};

export type CheckedLine = ImportLine & { problems: ImportProblem[] };

type Known = {
  logins: Set<string>;
  emails: Set<string>;
  /** Ids of the account's groups by the keys of their names. */
  groups: Map<string, string>;
};

/** Every line with what is wrong about it. Nothing is written. */
async function check(context: CommandContext, table: string, invite: boolean) {
  const parsed = parseImport(table);
  if (!parsed.ok) {
    const params = parsed.code === "import_too_many" ? { max: IMPORT_LINES } : undefined;
    throw new AppError("invalid", undefined, { table: { code: parsed.code, params } });
  }
  const known = await whatIsTaken(context, parsed.lines);
  const schema = importedPerson(invite);
  return { lines: parsed.lines.map((line) => checked(line, known, schema)), groups: known.groups };
}

/** What the lines ask for that somebody has. User IDs are unique on the whole server. */
async function whatIsTaken(context: CommandContext, lines: readonly ImportLine[]): Promise<Known> {
  const { tx, scope } = context;
  const wanted = lines.map((line) => (line.login || proposedLogin(line)).toLowerCase());
  const known: Known = { logins: new Set(), emails: new Set(), groups: new Map() };
  await asControl(context, async () => {
    // A proposed one that is taken gets a number, so those with a number are asked for as well.
    const rows = await tx.execute<{ login: string }>(sql`
      SELECT ${loginNames.loginKey} AS login FROM ${loginNames} WHERE ${loginNames.loginKey} IN (
        SELECT w || n FROM jsonb_array_elements_text(${JSON.stringify(wanted)}::jsonb) w,
          unnest(ARRAY['','2','3','4','5','6','7','8','9']) n)`);
    for (const { login } of rows) known.logins.add(login);
  });
  const addresses = await tx
    .select({ key: users.emailKey })
    .from(users)
    .where(
      and(
        mine(scope, users.tenantId),
        isNull(users.deletedAt),
        sql`${users.emailKey} IN (SELECT jsonb_array_elements_text(${JSON.stringify(lines.map(({ email }) => email.toLowerCase()))}::jsonb))`,
      ),
    );
  for (const { key } of addresses) if (key) known.emails.add(key);
  const all = await tx
    .select({ id: groups.id, name: groups.name })
    .from(groups)
    .where(and(mine(scope, groups.tenantId), eq(groups.isEveryone, false)));
  for (const { id, name } of all) if (name) known.groups.set(nameKey(name), id);
  return known;
}

/** One line; what it takes is known to those after it. */
function checked(line: ImportLine, known: Known, schema: ReturnType<typeof importedPerson>): CheckedLine {
  const login = line.login || free(proposedLogin(line), known.logins);
  const result = schema.safeParse({ ...line, login });
  const problems: ImportProblem[] = [];
  if (!result.success) {
    for (const issue of result.error.issues) {
      const field = issue.path[0] as ImportProblem["field"];
      if (!problems.some((one) => one.field === field))
        problems.push({ field, code: issue.message as ErrorCode });
    }
  }
  const email = result.data?.email ?? line.email;
  const wrong = (field: ImportProblem["field"]) => problems.some((one) => one.field === field);
  const key = login.toLowerCase();
  if (!wrong("login") && known.logins.has(key)) problems.push({ field: "login", code: "user_id_taken" });
  if (!wrong("email") && email && known.emails.has(email.toLowerCase())) {
    problems.push({ field: "email", code: "email_taken" });
  }
  const strange = line.groups.find((name) => !known.groups.has(nameKey(name)));
  if (strange) problems.push({ field: "groups", code: "import_no_group", params: { group: strange } });
  if (problems.length === 0) {
    known.logins.add(key);
    if (email) known.emails.add(email.toLowerCase());
  }
  return {
    ...line,
    name: result.data?.name ?? line.name,
    email,
    login: result.data?.login ?? login,
    problems,
  };
}

/** With a number when somebody has it; past nine the line is told that it is taken. */
function free(login: string, taken: ReadonlySet<string>): string {
  const spare = ["", "2", "3", "4", "5", "6", "7", "8", "9"]
    .map((n) => login + n)
    .find((one) => !taken.has(one));
  return spare ?? login;
}

const limits = [{ by: "actor", max: 60, seconds: 300 }] as const;

/** What an import would do, line by line. */
export const checkImport = command({
  name: "accounts.checkImport",
  input: importInput,
  limits: [...limits],
  audited: false,
  subject: async () => ({}),
  can: canAdminister,
  run: async (context, { table, invite }) => ({ lines: (await check(context, table, invite)).lines }),
});

/** Makes users of the good lines and tells about the others. Sent twice, the second finds everybody there. */
export const importUsers = command({
  name: "accounts.importUsers",
  input: importInput,
  limits: [...limits],
  subject: async () => ({}),
  can: canAdminister,
  run: async (context, { table, invite }) => {
    const { lines, groups: known } = await check(context, table, invite);
    const good = lines.filter(({ problems }) => problems.length === 0);
    const people = good.map((line) => ({ ...line, id: uuidv7() }));
    if (people.length > 0) await insertAll(context, people, known);
    if (invite) for (const { id } of people) await mailLink(context, id, "invitation");
    context.audit({ diff: { created: people.length, refused: lines.length - people.length, invite } });
    return { created: people.length, refused: lines.filter(({ problems }) => problems.length > 0) };
  },
});

type NewPerson = CheckedLine & { id: string };

async function insertAll(
  context: CommandContext,
  people: readonly NewPerson[],
  known: ReadonlyMap<string, string>,
): Promise<void> {
  const { tx, tenantId } = context;
  await tx.insert(users).values(
    people.map(({ id, name, email }) => ({
      tenantId,
      id,
      displayName: name,
      email: email || null,
      accountRole: "member" as const,
    })),
  );
  await tx
    .insert(loginNames)
    .values(people.map(({ id, login }) => ({ loginKey: login, tenantId, userId: id })));
  const memberships = people.flatMap((one) =>
    [...new Set(one.groups.map((name) => known.get(nameKey(name))))].flatMap((groupId) =>
      groupId ? [{ tenantId, groupId, userId: one.id }] : [],
    ),
  );
  if (memberships.length === 0) return;
  await asControl(context, async () => {
    await tx.insert(groupMembers).values(memberships).onConflictDoNothing();
  });
}
