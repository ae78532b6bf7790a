import { createEvent } from "ics";
import { cleanLine, cleanParagraph, clip, parseEmail } from "@/lib/text";
import { wallOf, wallStamp, zoneLines } from "@/lib/time/vtimezone";

export interface CalendarPerson {
  name: string;
  email: string;
}

/** One occurrence as calendars know it. */
export interface CalendarEvent {
  /** The same for the whole life of the occurrence. */
  uid: string;
  /** Goes up by one whenever time or place change. */
  sequence: number;
  /** REQUEST and CANCEL travel in mails, PUBLISH in files and feeds. */
  method: "REQUEST" | "CANCEL" | "PUBLISH";
  start: Date;
  end: Date;
  /** The zone that it was planned in; calendars show its clock where theirs is another. */
  zone: string;
  createdAt: Date;
  /** The moment of sending. */
  stamp: Date;
  title: string;
  description?: string;
  location?: string;
  url?: string;
  organizer?: CalendarPerson;
  /** `accepted` is for somebody who registered by himself: his calendar need not ask him. */
  attendee?: CalendarPerson & { accepted?: boolean };
  cancelled?: boolean;
}

const PRODUCT = "-//Foyer//Foyer//EN";
const FOLD_OCTETS = 75;

/** Text inside a quoted parameter cannot hold a double quote, in any escaping that calendars agree on. */
function person({ name, email }: CalendarPerson): CalendarPerson {
  const address = parseEmail(email);
  if (address === null) throw new Error("A calendar entry needs a valid e-mail address.");
  return { name: cleanLine(name).replace(/["“”]/g, "'").replaceAll("\\", "/") || address, email: address };
}

/** An address for the entry: only web links, in the encoded form, which has no line breaks or spaces. */
function webLink(url: string | undefined): string | undefined {
  if (!url) return undefined;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}

/** 20270328T013000Z */
function utcStamp(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** Folds a content line after 75 octets of UTF-8 at most, never inside a character. */
function foldLine(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > FOLD_OCTETS) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

/** Writes with the library, then puts right what it cannot be told: zone, stamp, link, quoting and folding. */
function finish(event: CalendarEvent, written: string): string {
  const lines = written
    .replace(/\r\n[\t ]/g, "")
    .split("\r\n")
    .filter(Boolean);
  const url = webLink(event.url);
  const isUtc = /^(Etc\/)?UTC$/.test(event.zone);
  const wall = (instant: Date) => `;TZID=${event.zone}:${wallStamp(wallOf(instant, event.zone))}`;
  const finished = lines.flatMap((line) => {
    if (!isUtc && line === "BEGIN:VEVENT") return [...zoneLines(event.zone, event.start), line];
    if (!isUtc && line.startsWith("DTSTART:")) return [`DTSTART${wall(event.start)}`];
    if (!isUtc && line.startsWith("DTEND:")) return [`DTEND${wall(event.end)}`];
    if (line.startsWith("X-PUBLISHED-TTL:")) return [];
    if (line.startsWith("DTSTAMP:")) return [`DTSTAMP:${utcStamp(event.stamp)}`];
    if (line.startsWith("STATUS:") && url) return [line, `URL:${url}`];
    if (line.startsWith("ATTENDEE;") || line.startsWith("ORGANIZER;")) {
      return [line.replace(/(PARTSTAT|ROLE|CUTYPE)="([A-Z-]+)"/g, "$1=$2").replace(":MAILTO:", ":mailto:")];
    }
    return [line];
  });
  return `${finished.map(foldLine).join("\r\n")}\r\n`;
}

/** The `.ics` file of one occurrence, on the clock of its zone. Whatever people typed stays text. */
export function calendarFile(event: CalendarEvent): string {
  const cancelled = event.cancelled || event.method === "CANCEL";
  const { error, value } = createEvent({
    productId: PRODUCT,
    method: event.method,
    uid: cleanLine(event.uid),
    sequence: event.sequence,
    start: event.start.getTime(),
    startOutputType: "utc",
    end: event.end.getTime(),
    endOutputType: "utc",
    created: event.createdAt.getTime(),
    lastModified: event.stamp.getTime(),
    title: cleanLine(event.title),
    description: cleanParagraph(event.description ?? "") || undefined,
    location: cleanLine(event.location ?? "") || undefined,
    status: cancelled ? "CANCELLED" : "CONFIRMED",
    busyStatus: cancelled ? "FREE" : "BUSY",
    transp: cancelled ? "TRANSPARENT" : "OPAQUE",
    organizer: event.organizer && person(event.organizer),
    attendees: attendees(event),
  });
  if (error || !value) throw new Error("The calendar file could not be written.", { cause: error });
  return finish(event, value);
}

/** A published entry has no attendees: it is the same for everybody who reads it. */
function attendees({ attendee, method }: CalendarEvent) {
  if (!attendee || method === "PUBLISH") return undefined;
  const accepted = attendee.accepted === true;
  return [
    {
      ...person(attendee),
      rsvp: !accepted,
      role: "REQ-PARTICIPANT" as const,
      partstat: accepted ? ("ACCEPTED" as const) : ("NEEDS-ACTION" as const),
    },
  ];
}

/** The file name and type of the attachment in a mail. */
export function calendarContentType(method: CalendarEvent["method"]): string {
  return `text/calendar; charset=utf-8; method=${method}`;
}

export interface CalendarLinks {
  google: string;
  outlook: string;
  office365: string;
  yahoo: string;
}

/** Long texts would make an address that servers refuse; the link leads to the rest. */
const LINK_TEXT = 800;

function address(base: string, query: Record<string, string>): string {
  // Outlook shows a plus as a plus, so spaces are written %20.
  const pairs = Object.entries(query).filter(([, value]) => value !== "");
  return `${base}?${pairs.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&")}`;
}

type LinkEvent = Pick<CalendarEvent, "start" | "end" | "title" | "description" | "location" | "url">;

/** Addresses that open a filled-in entry in the calendars of the web. */
export function calendarLinks(event: LinkEvent): CalendarLinks {
  const title = clip(cleanLine(event.title), 200);
  const location = clip(cleanLine(event.location ?? ""), 200);
  const about = clip(cleanParagraph(event.description ?? ""), LINK_TEXT);
  const text = [about, webLink(event.url)].filter(Boolean).join("\n\n");
  const [from, to] = [utcStamp(event.start), utcStamp(event.end)];
  const microsoft = {
    path: "/calendar/action/compose",
    rru: "addevent",
    subject: title,
    startdt: event.start.toISOString(),
    enddt: event.end.toISOString(),
    body: text,
    location,
  };
  return {
    google: address("https://calendar.google.com/calendar/render", {
      action: "TEMPLATE",
      text: title,
      dates: `${from}/${to}`,
      details: text,
      location,
    }),
    outlook: address("https://outlook.live.com/calendar/0/deeplink/compose", microsoft),
    office365: address("https://outlook.office.com/calendar/0/deeplink/compose", microsoft),
    yahoo: address("https://calendar.yahoo.com/", {
      v: "60",
      title,
      st: from,
      et: to,
      desc: text,
      in_loc: location,
    }),
  };
}
