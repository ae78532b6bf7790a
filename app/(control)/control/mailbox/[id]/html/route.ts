import { mailDocumentPolicy } from "@/lib/mailbox/rules";
import { readMail } from "../read-mail";

type Context = { params: Promise<{ id: string }> };

/** The mail as its reader's program shows it. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const readable = await readMail((await params).id);
  if (!readable) return new Response(null, { status: 404 });
  // Links would replace the mail in a frame of its own; beside it is where people expect them.
  const html = readable.html.replace("<head>", '<head><base target="_blank">');
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": mailDocumentPolicy,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
  });
}
