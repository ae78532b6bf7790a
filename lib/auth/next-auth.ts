import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { env } from "@/lib/env";
import { actorOfSession, currentActor, findActor, sessionCookieName } from "@/lib/server/actor";
import { requestInfo } from "@/lib/server/request";
import { type SessionClaims, sessionCookieOptions, sessionSeconds } from "@/lib/server/session";
import { signIn, signOut } from "./commands";
import { safePath } from "./rules";

/**
 * next-auth's own ways in and out, over the same commands as the form. Made per request: a build must not need the secrets.
 */
export function authOptions(): AuthOptions {
  return {
    secret: env().authSecret,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in" },
    useSecureCookies: env().baseUrl.startsWith("https:"),
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    providers: [
      Credentials({
        credentials: { login: {}, password: { type: "password" } },
        authorize: async (typed) => {
          const { login, password } = typed ?? {};
          const result = await signIn.execute(await currentActor(), { login, password });
          if (!result.ok) throw new Error(result.error.code);
          return { id: result.data.userId, sid: result.data.sid };
        },
      }),
    ],
    callbacks: {
      // Only what the sign-in command returned ever enters the token; `session.update` brings nothing (T-05).
      jwt: async ({ token, user }) =>
        user && "sid" in user
          ? { sub: user.id, sid: String(user.sid) }
          : { sub: token.sub ?? "", sid: token.sid },
      session: async ({ session }) => {
        const actor = await findActor();
        return { expires: session.expires, user: actor ? { name: actor.name } : undefined };
      },
      redirect: async ({ url, baseUrl }) =>
        baseUrl + safePath(url.startsWith(baseUrl) ? url.slice(baseUrl.length) : url, "/"),
    },
    events: {
      signOut: async ({ token }) => {
        const { sid } = token as Partial<SessionClaims>;
        const actor = sid ? await actorOfSession(sid, await requestInfo()) : null;
        if (actor) await signOut.execute(actor, {});
      },
    },
  };
}
