import { calendarContentType, calendarFile } from "@/lib/calendars/rules";
import { env } from "@/lib/env";
import { formatConferenceId } from "@/lib/ids";
import { loadConference } from "../load";

/** The calendar file of the page: the same for everybody, so it holds no personal link. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ id: string }> },
): Promise<Response> {
  const { page } = await loadConference((await params).id);
  const id = formatConferenceId(page.publicId);
  if (!page.startsAt || !page.endsAt || !page.plan) {
    return new Response(null, { status: 404 });
  }
  const file = calendarFile({
    uid: page.plan.uid,
    sequence: page.plan.sequence,
    method: "PUBLISH",
    start: page.startsAt,
    end: page.endsAt,
    zone: page.plan.timeZone,
    createdAt: page.createdAt,
    stamp: page.now,
    title: page.name,
    description: page.description ?? undefined,
    location: page.location ?? undefined,
    url: `${env().baseUrl}/c/${id}`,
    cancelled: page.state === "cancelled",
  });
  return new Response(file, {
    headers: {
      "content-type": calendarContentType("PUBLISH"),
      "content-disposition": `attachment; filename="${id}.ics"`,
      "cache-control": "private, no-store",
    },
  });
}
