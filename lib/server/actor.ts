import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { cookies } from "next/headers.js";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import * as z from "zod";
import { pool } from "@/db/client";
import { type RightSource, rightsOf } from "@/lib/accounts/policy";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { uuidv7 } from "@/lib/ids";
import { sha256, verify } from "./crypto";
import { type RequestInfo, requestInfo } from "./request";

export type RightCode =
  | "address_book"
  | "calls"
  | "create_conferences"
  | "share_screen"
  | "remote_control"
  | "show_slides"
  | "share_files"
  | "record"
  | "operator"
  | "start_chats";

/** PRO licence as it stands at this request (rule 5). A temporary one that has ended is none, and says since when. */
export type Licence =
  | { term: "permanent" }
  | { term: "temporary"; expiresAt: Date }
  | { term: "none"; endedAt?: Date };

declare const minted: unique symbol;

type Minted = { readonly [minted]: true; readonly request: RequestInfo };

export type UserActor = Minted & {
  kind: "user";
  tenantId: string;
  userId: string;
  sessionHash: Buffer;
  name: string;
  email: string | null;
  loginName: string;
  locale: "en" | "fr" | null;
  timeZone: string;
  theme: "light" | "dark" | null;
  avatarVersion: number | null;
  accountName: string;
  rights: ReadonlySet<RightCode>;
  isAdministrator: boolean;
  isServerAdministrator: boolean;
  /** The password was typed within the last minutes, as dangerous acts ask. */
  isConfirmed: boolean;
  licence: Licence;
  /** Holds an online licence that need not be renewed yet (rule 5). */
  isOnline: boolean;
};

/** The holder of a personal link or a walk-in of a public conference: one participant of one conference. */
export type GuestActor = Minted & {
  kind: "guest";
  tenantId: string;
  conferenceId: string;
  participantId: string;
  name: string;
};

export type AnonymousActor = Minted & { kind: "anonymous" };

/** The server itself: jobs, the launcher, mail. Says why it acts. */
export type SystemActor = Minted & { kind: "system"; reason: string };

export type Actor = UserActor | GuestActor | AnonymousActor | SystemActor;

// The brand exists only in types; nothing outside this module can make one.
const mint = <A extends Actor>(fields: Omit<A, typeof minted>) => fields as A;

export const sessionCookieName = () =>
  env().baseUrl.startsWith("https:") ? "__Host-foyer.session" : "foyer.session";

export const guestCookieName = (conferenceId: string) =>
  `${env().baseUrl.startsWith("https:") ? "__Host-" : ""}foyer.guest.${conferenceId}`;

type SessionRow = {
  tenant_id: string;
  user_id: string;
  display_name: string;
  email: string | null;
  login_key: string;
  locale: "en" | "fr" | null;
  time_zone: string | null;
  account_zone: string;
  account_name: string;
  theme: "light" | "dark" | null;
  avatar_version: number | null;
  administrator: boolean;
  server_administrator: boolean;
  confirmed: boolean;
  right_sources: RightSource[];
  term: "permanent" | "temporary" | null;
  licence_expires_at: Date | string | null;
  licence_ended: boolean | null;
  online: boolean;
};

/** Everything that speaks about the rights of a person, as a column: what follows from it the policy decides. */
export const rightSources = (tenantId: SQL, userId: SQL): SQL => sql`(SELECT coalesce(jsonb_agg(
    jsonb_build_object('code', s.right_code, 'effect', s.effect, 'group',
      CASE WHEN s.group_id IS NOT NULL THEN jsonb_build_object('id', s.group_id, 'name', s.group_name) END)
    ORDER BY s.group_name COLLATE "und-x-icu" NULLS FIRST), '[]')
  FROM right_sources(${tenantId}, ${userId}) s)`;

/**
 * The user behind a session, decided by its row and by nothing in the cookie but the id; null when it ended. What an
 * open page sends by itself is no use of the session and must not keep it alive.
 */
export async function actorOfSession(
  sid: string,
  request: RequestInfo,
  { isUse = true }: { isUse?: boolean } = {},
): Promise<UserActor | null> {
  const hash = sha256(sid);
  const row = await pool().db.transaction(async (tx) => {
    const [found] = await tx.execute<{ tenant_id: string; user_id: string }>(sql`
      SELECT tenant_id, user_id, set_config('app.tenant', tenant_id::text, true) FROM door_session(${hash})`);
    if (!found) return null;
    // Sliding expiry: one write a minute at most, not one a request.
    const [user] = await tx.execute<SessionRow>(sql`
      WITH seen AS (UPDATE user_sessions SET last_seen_at = app_now(),
          idle_expires_at = least(absolute_expires_at, app_now() + interval '8 hours')
        WHERE ${isUse} AND tenant_id = ${found.tenant_id} AND id_hash = ${hash}
          AND last_seen_at < app_now() - interval '1 minute')
      SELECT u.tenant_id, u.id AS user_id, u.display_name, u.email, n.login_key, u.locale, u.time_zone, u.theme, u.avatar_version,
        a.time_zone AS account_zone, a.name AS account_name, u.administrator_since IS NOT NULL AS administrator,
        EXISTS (SELECT 1 FROM administrators s WHERE s.user_id = u.id) AS server_administrator,
        (SELECT coalesce(x.confirmed_at, x.created_at) > app_now() - interval '5 minutes' FROM user_sessions x
          WHERE x.tenant_id = u.tenant_id AND x.id_hash = ${hash}) AS confirmed,
        ${rightSources(sql`u.tenant_id`, sql`u.id`)} AS right_sources,
        l.term, l.expires_at AS licence_expires_at, l.expires_at <= app_now() AS licence_ended,
        EXISTS (SELECT 1 FROM online_leases o WHERE o.tenant_id = u.tenant_id AND o.user_id = u.id
          AND o.expires_at > app_now() + interval '90 seconds') AS online
      FROM users u JOIN accounts a ON a.id = u.tenant_id
        JOIN login_names n ON n.tenant_id = u.tenant_id AND n.user_id = u.id
        LEFT JOIN licences l ON l.tenant_id = u.tenant_id AND l.user_id = u.id
      WHERE u.tenant_id = ${found.tenant_id} AND u.id = ${found.user_id}`);
    return user ?? null;
  });
  return row ? userActor(row, hash, request) : null;
}

function userActor(row: SessionRow, sessionHash: Buffer, request: RequestInfo): UserActor {
  return mint<UserActor>({
    kind: "user",
    request,
    tenantId: row.tenant_id,
    userId: row.user_id,
    sessionHash,
    name: row.display_name,
    email: row.email,
    loginName: row.login_key,
    locale: row.locale,
    timeZone: row.time_zone ?? row.account_zone,
    theme: row.theme,
    avatarVersion: row.avatar_version,
    accountName: row.account_name,
    rights: rightsOf(row.right_sources),
    isAdministrator: row.administrator,
    isServerAdministrator: row.server_administrator,
    isConfirmed: row.confirmed,
    licence: licenceOf(row),
    isOnline: row.online,
  });
}

function licenceOf(row: SessionRow): Licence {
  if (row.term === "permanent") return { term: "permanent" };
  if (row.term === "temporary" && row.licence_expires_at) {
    const until = new Date(row.licence_expires_at);
    return row.licence_ended ? { term: "none", endedAt: until } : { term: "temporary", expiresAt: until };
  }
  return { term: "none" };
}

const guestCookie = z.strictObject({
  t: z.uuid(),
  c: z.uuid(),
  p: z.uuid(),
  g: z.int(),
  exp: z.int(),
});
export type GuestCookie = z.infer<typeof guestCookie>;

/** The guest behind a signed cookie; null when it was made up, is over, or its link was renewed. */
export async function actorOfGuestCookie(
  value: string | undefined,
  request: RequestInfo,
): Promise<GuestActor | null> {
  const parsed = guestCookie.safeParse(verify("guest", value));
  if (!parsed.success) return null;
  const { t, c, p, g, exp } = parsed.data;
  const row = await pool().db.transaction(
    async (tx) => {
      await tx.execute(sql`SELECT set_config('role', 'foyer_guest', true), set_config('app.tenant', ${t}, true),
        set_config('app.conference', ${c}, true), set_config('app.participant', ${p}, true)`);
      const [found] = await tx.execute<{ display_name: string }>(sql`
        SELECT p.display_name FROM participants p JOIN conferences c ON c.tenant_id = p.tenant_id AND c.id = p.conference_id
        WHERE p.tenant_id = ${t} AND p.id = ${p} AND p.conference_id = ${c} AND p.link_generation = ${g}
          AND p.state = 'active' AND c.deleted_at IS NULL AND app_now() < to_timestamp(${exp})`);
      return found;
    },
    { accessMode: "read only" },
  );
  if (!row) return null;
  return mint<GuestActor>({
    kind: "guest",
    request,
    tenantId: t,
    conferenceId: c,
    participantId: p,
    name: row.display_name,
  });
}

export const anonymousActor = (request: RequestInfo) => mint<AnonymousActor>({ kind: "anonymous", request });

export const systemActor = (reason: string) =>
  mint<SystemActor>({
    kind: "system",
    reason,
    request: { id: uuidv7(), address: "local", userAgent: undefined },
  });

const request = cache(requestInfo);

async function sessionId(): Promise<string | null> {
  const token = (await cookies()).get(sessionCookieName())?.value;
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: env().authSecret });
    return typeof claims?.sid === "string" ? claims.sid : null;
  } catch {
    return null;
  }
}

/** The signed-in user, or null. One look-up a request. */
export const findActor = cache(async (): Promise<UserActor | null> => {
  const sid = await sessionId();
  return sid ? actorOfSession(sid, await request()) : null;
});

/** The same for what an open page sends by itself. */
export async function quietActor(): Promise<UserActor | AnonymousActor> {
  const sid = await sessionId();
  const user = sid && (await actorOfSession(sid, await request(), { isUse: false }));
  return user || anonymousActor(await request());
}

/** The signed-in user; throws `signed_out` otherwise. Pages show Sign in for it (see the area's layout). */
export async function requireActor(): Promise<UserActor> {
  const actor = await findActor();
  if (!actor) throw new AppError("signed_out");
  return actor;
}

/** Whoever sent this request: the signed-in user, else nobody in particular. */
export async function currentActor(): Promise<UserActor | AnonymousActor> {
  return (await findActor()) ?? anonymousActor(await request());
}

/**
 * Whoever sent this request, for a page or route of one conference. Users of another account are guests there,
 * so for them (and for everybody who is signed out) the conference's guest cookie decides.
 */
export const visitorOf = cache(
  async (tenantId: string, conferenceId: string): Promise<UserActor | GuestActor | AnonymousActor> => {
    const user = await findActor();
    if (user?.tenantId === tenantId) return user;
    const cookie = (await cookies()).get(guestCookieName(conferenceId))?.value;
    return (await actorOfGuestCookie(cookie, await request())) ?? anonymousActor(await request());
  },
);
