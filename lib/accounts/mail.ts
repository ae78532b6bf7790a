import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { accounts, loginNames, users, userTokens } from "@/db/schema";
import { tokenOf } from "@/lib/auth/tokens/queries";
import { tokenHours } from "@/lib/auth/tokens/rules";
import { env } from "@/lib/env";
import type { MailContent, RenderedMail } from "@/lib/ports/mail/layout";
import { greetingName } from "@/lib/ports/mail/names";
import { mailLocale, mailWords, strongWords } from "@/lib/ports/mail/words";
import { mine, type Scope } from "@/lib/server/scope";
import { createFormats, formatDuration } from "@/lib/time/format";
import type { Namesake } from "./passwords/schema";

export const accountMails = [
  "activate",
  "reset_password",
  "password_changed",
  "confirm_email",
  "email_changed",
] as const;
export type AccountMail = (typeof accountMails)[number];

/** The person of the mail; null when they are gone. */
async function findPerson(scope: Scope, userId: string) {
  const [row] = await scope.tx
    .select({
      name: users.displayName,
      email: users.email,
      login: loginNames.loginKey,
      locale: users.locale,
      timeZone: users.timeZone,
      organisation: accounts.name,
      accountLocale: accounts.locale,
      accountZone: accounts.timeZone,
    })
    .from(users)
    .innerJoin(loginNames, and(eq(loginNames.tenantId, users.tenantId), eq(loginNames.userId, users.id)))
    .innerJoin(accounts, eq(accounts.id, users.tenantId))
    .where(
      and(
        mine(scope, users.tenantId),
        eq(users.id, userId),
        isNull(users.disabledAt),
        isNull(users.deletedAt),
      ),
    );
  return row ?? null;
}

type Person = NonNullable<Awaited<ReturnType<typeof findPerson>>>;

/** A link that a mail carries; `works` until it was used or its time is over. */
async function findLink(scope: Scope, id: string) {
  const [row] = await scope.tx
    .select({
      id: userTokens.id,
      userId: userTokens.userId,
      payload: userTokens.payload,
      usedAt: userTokens.usedAt,
      works: sql<boolean>`${userTokens.usedAt} IS NULL AND ${userTokens.expiresAt} > app_now()`,
    })
    .from(userTokens)
    .where(and(mine(scope, userTokens.tenantId), eq(userTokens.id, id)));
  return row ?? null;
}

function frame(person: Person) {
  const locale = mailLocale(person.locale, person.accountLocale);
  const t = mailWords(locale);
  const name = greetingName(person.name);
  return {
    locale,
    t,
    name,
    content: {
      language: locale,
      organisation: person.organisation,
      facts: [
        { label: t("account.login"), value: person.login },
        { label: t("account.organisation"), value: person.organisation },
      ],
      footer: [t("account.footer", { organisation: person.organisation })],
    } satisfies Partial<MailContent>,
  };
}

const here = (path: string) => `${env().baseUrl}${path}`;

/** One link for each user whom the address means; usually there is one. */
function renderReset(person: Person, names: Namesake[]): RenderedMail | null {
  if (!person.email) return null;
  const { locale, t, content } = frame(person);
  const hours = formatDuration(tokenHours.reset_password * 60);
  const links = names.map(({ tenantId, id, login, organisation }) => ({
    label: t("reset.named", { login, organisation }),
    href: here(`/password/${tokenOf(tenantId, id)}`),
  }));
  const [only] = links;
  if (!only) return null;
  const isOne = links.length === 1;
  return {
    to: { name: person.name, address: person.email },
    subject: t("reset.subject"),
    content: {
      ...content,
      language: locale,
      facts: isOne
        ? content.facts
        : names.map(({ login, organisation }) => ({ label: organisation, value: login })),
      preheader: t("reset.preheader", { hours }),
      heading: t("reset.heading"),
      lead: strongWords(t, isOne ? "reset.lead" : "reset.leadMany", { login: person.login }),
      button: isOne ? { label: t("reset.button"), href: only.href } : undefined,
      address: isOne ? { label: t("orCopy"), href: only.href } : undefined,
      note: t("reset.note", { hours }),
      closing: isOne ? undefined : { links },
    },
  };
}

function renderConfirm(person: Person, link: { tenantId: string; id: string }, email: string): RenderedMail {
  const { t, content } = frame(person);
  const href = here(`/email/${tokenOf(link.tenantId, link.id)}`);
  return {
    to: { name: person.name, address: email },
    subject: t("confirmEmail.subject"),
    content: {
      ...content,
      preheader: t("confirmEmail.preheader"),
      heading: t("confirmEmail.heading"),
      lead: strongWords(t, "confirmEmail.lead", { email }),
      button: { label: t("confirmEmail.button"), href },
      address: { label: t("orCopy"), href },
      note: t("confirmEmail.note", { hours: formatDuration(tokenHours.confirm_email * 60) }),
    },
  };
}

/** The first password, or another one after an administrator took the old one away. */
function renderActivation(
  person: Person,
  link: { tenantId: string; id: string },
  by: "invitation" | "reset",
): RenderedMail | null {
  if (!person.email) return null;
  const { t, content } = frame(person);
  const href = here(`/password/${tokenOf(link.tenantId, link.id)}`);
  const { organisation } = person;
  return {
    to: { name: person.name, address: person.email },
    subject: t(`activate.${by}.subject`, { organisation }),
    content: {
      ...content,
      preheader: t(`activate.${by}.preheader`),
      heading: t(`activate.${by}.heading`),
      lead: strongWords(t, `activate.${by}.lead`, { organisation }),
      button: { label: t("activate.button"), href },
      address: { label: t("orCopy"), href },
      note: t("activate.note", { hours: formatDuration(tokenHours.activate * 60) }),
    },
  };
}

/** What was done to an account goes to its person, who may not be the one who did it. */
function renderNotice(
  person: Person,
  what: "passwordChanged" | "emailChanged",
  to: string,
  at: Date,
): RenderedMail {
  const { locale, t, content } = frame(person);
  const formats = createFormats(locale, person.timeZone ?? person.accountZone);
  const when = `${formats.dayLong(at)}, ${formats.time(at)}`;
  const values: Record<string, string> =
    what === "emailChanged" ? { email: person.email ?? "" } : { login: person.login };
  return {
    to: { name: person.name, address: to },
    subject: t(`${what}.subject`),
    content: {
      ...content,
      facts: [...content.facts, { label: t("account.when"), value: when }],
      preheader: t(`${what}.preheader`),
      heading: t(`${what}.heading`),
      lead: strongWords(t, `${what}.lead`, values),
      note: t(`${what}.note`),
    },
  };
}

/** A mail about a person's own account; null when there is nothing to say any more. */
export async function renderAccountMail(
  scope: Scope,
  template: AccountMail,
  entityId: string,
): Promise<RenderedMail | null> {
  if (template === "password_changed") {
    const person = await findPerson(scope, entityId);
    const [secret] = await scope.tx.execute<{ at: string }>(sql`SELECT changed_at AS at FROM user_secrets
      WHERE tenant_id = ${scope.tenantId} AND user_id = ${entityId} AND kind = 'password'`);
    if (!person?.email || !secret) return null;
    return renderNotice(person, "passwordChanged", person.email, new Date(secret.at));
  }
  const link = await findLink(scope, entityId);
  const person = link && (await findPerson(scope, link.userId));
  if (!link || !person) return null;
  if (template === "email_changed") {
    const { from } = link.payload;
    if (typeof from !== "string" || !link.usedAt) return null;
    return renderNotice(person, "emailChanged", from, link.usedAt);
  }
  if (!link.works) return null;
  const own = { tenantId: scope.tenantId, id: link.id };
  if (template === "activate") {
    return renderActivation(person, own, link.payload.by === "reset" ? "reset" : "invitation");
  }
  return template === "reset_password"
    ? renderReset(person, link.payload.names as Namesake[])
    : renderConfirm(person, own, String(link.payload.email));
}
