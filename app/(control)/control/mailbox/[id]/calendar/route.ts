import { calendarContentType } from "@/lib/calendars/rules";
import { attachment } from "@/lib/csv";
import { readMail } from "../read-mail";

type Context = { params: Promise<{ id: string }> };

/** The calendar file that came with the mail. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const calendar = (await readMail((await params).id))?.calendar;
  if (!calendar) return new Response(null, { status: 404 });
  return new Response(calendar.content, {
    headers: {
      "content-type": calendarContentType(calendar.method),
      "content-disposition": attachment("invite.ics"),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
