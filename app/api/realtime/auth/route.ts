import { mayListenOnSocket } from "@/lib/realtime/sign";

/** pusher-js asks here before each private channel: form-encoded `socket_id`, `channel_name`, and our `conference`. */
export async function POST(request: Request): Promise<Response> {
  const signed = await mayListenOnSocket(request);
  const headers = { "cache-control": "private, no-store" };
  return "auth" in signed
    ? Response.json(signed, { headers })
    : new Response(null, { status: signed.status, headers });
}
