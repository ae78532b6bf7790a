import "server-only";
import { env } from "@/lib/env";

/** What a browser needs to listen. Given at run time, so that one build serves every host. */
export type RealtimeConfig = {
  key: string;
  host: string | null;
  port: number;
  tls: boolean;
  cluster: string | null;
  /** The page's conference: its guest cookie says who listens. */
  conference: string | null;
  /** The signed-in person of the page: the connection is signed in as this user, and ends with the session. */
  userId: string | null;
};

/** Null without a realtime service: then everybody polls. */
export function realtimeConfig(
  page: { conference?: string; userId?: string | null } = {},
): RealtimeConfig | null {
  const { pusher } = env();
  if (!pusher) return null;
  const { key, host = null, port, tls, cluster = null } = pusher;
  return { key, host, port, tls, cluster, conference: page.conference ?? null, userId: page.userId ?? null };
}
