import { signInSocket } from "@/lib/realtime/sign";

/** pusher-js asks here after each connect of a signed-in page: form-encoded `socket_id`. */
export async function POST(request: Request): Promise<Response> {
  const signed = await signInSocket(request);
  const headers = { "cache-control": "private, no-store" };
  return "auth" in signed
    ? Response.json(signed, { headers })
    : new Response(null, { status: signed.status, headers });
}
