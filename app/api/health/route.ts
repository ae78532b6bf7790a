import { connection } from "next/server";
import { getHealth } from "@/lib/server/health";

/** For monitors: 200 while this server does its work, 503 otherwise. */
export async function GET(): Promise<Response> {
  await connection();
  const health = await getHealth();
  return Response.json(health, {
    status: health.ok ? 200 : 503,
    headers: { "cache-control": "no-store", ...(health.ok ? {} : { "retry-after": "2" }) },
  });
}
