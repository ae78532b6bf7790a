import { cleanLine, nameKey } from "@/lib/text";

/** E-mail addresses, and as many phone numbers, of one person. */
export const addressesMax = 10;
/** Length of a call string in characters. */
const callStringMax = 255;

export type CallStringProblem =
  | "call_string_scheme"
  | "call_string_phone"
  | "call_string_address"
  | "call_string_password"
  | "too_long";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const host = new RegExp(
  `^(?:${label}(?:\\.${label})*\\.?|\\[[0-9a-f:.]{2,45}\\])(?::(?<port>\\d{1,5}))?$`,
  "i",
);
const user = /^[\w.~!*'()&=+$,?/%-]{1,128}$/;
const parameters = /^(?:;[\w.%-]+(?:=[\w.%:[\]+-]+)?)*$/;
const path = /^(?:[/?][\w.~!*'()&=+$,;:@?/%-]*)?$/;
const schemes = ["sip", "sips", "h323", "rtsp", "tel"] as const;
type Scheme = (typeof schemes)[number];

const isHost = (text: string) => {
  const match = host.exec(text);
  const port = match?.groups?.port;
  return match !== null && (port === undefined || (Number(port) > 0 && Number(port) <= 65_535));
};

/** `+33 2 40 12 34 56` as `+33240123456`, the form of E.164; null when it has none. */
function e164(typed: string): string | null {
  const number = typed.replace(/[\s().-]/g, "");
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}

/**
 * A call string in its stored form: `sip:`, `sips:`, `h323:`, `rtsp://` or `tel:` with an address, scheme and host in
 * lower case; a number of its own becomes `tel:+33240123456`. Otherwise what is wrong with it.
 */
export function parseCallString(typed: string): { value: string } | { problem: CallStringProblem } {
  const text = cleanLine(typed);
  if (text.length > callStringMax) return { problem: "too_long" };
  if (/^\+?[\d\s().-]+$/.test(text)) return phone(text);
  const [, name = "", rest = ""] = /^([a-z][a-z0-9+.-]*):(.*)$/i.exec(text) ?? [];
  const scheme = schemes.find((each) => each === name.toLowerCase());
  if (!scheme) return { problem: "call_string_scheme" };
  if (scheme === "tel") return phone(rest);
  return scheme === "rtsp" ? stream(rest) : terminal(scheme, rest);
}

function phone(typed: string): { value: string } | { problem: CallStringProblem } {
  const number = e164(typed);
  return number ? { value: `tel:${number}` } : { problem: "call_string_phone" };
}

/** `//camera.example.org:554/1`. Whoever may read the contact would read a password in it. */
function stream(rest: string): { value: string } | { problem: CallStringProblem } {
  const [, authority = "", tail = ""] = /^\/\/([^/?#]*)(.*)$/.exec(rest) ?? [];
  const at = authority.lastIndexOf("@");
  if (authority.slice(0, Math.max(at, 0)).includes(":")) return { problem: "call_string_password" };
  const who = authority.slice(0, at + 1);
  const where = authority.slice(at + 1).toLowerCase();
  const fits = isHost(where) && path.test(tail) && (at < 0 || user.test(authority.slice(0, at)));
  return fits ? { value: `rtsp://${who}${where}${tail}` } : { problem: "call_string_address" };
}

/** `name@host`, `host`, and for SIP parameters after it; an H.323 alias may stand without a host. */
function terminal(scheme: Scheme, rest: string): { value: string } | { problem: CallStringProblem } {
  const at = rest.lastIndexOf("@");
  const who = rest.slice(0, Math.max(at, 0));
  if (who.includes(":")) return { problem: "call_string_password" };
  const [, where = "", tail = ""] = /^([^;]*)(.*)$/.exec(rest.slice(at + 1)) ?? [];
  const fits =
    isHost(where) &&
    (at < 0 || user.test(who)) &&
    parameters.test(tail) &&
    (scheme !== "h323" || tail === "");
  const before = at < 0 ? "" : `${who}@`;
  // An alias without a host keeps its case.
  const place = scheme === "h323" && at < 0 ? where : where.toLowerCase();
  return fits ? { value: `${scheme}:${before}${place}${tail}` } : { problem: "call_string_address" };
}

/** A phone number as people write it, extensions included; null when it is none. */
export function parsePhone(typed: string): string | null {
  const text = cleanLine(typed);
  const digits = text.replace(/\D/g, "").length;
  return /^\+?[\d\s().\-/]+$/.test(text) && digits >= 2 && digits <= 20 ? text : null;
}

/** The address that a telephone understands. */
export const telHref = (phone: string) => `tel:${phone.replace(/[^\d+]/g, "")}`;

const words = (text: string) =>
  nameKey(text)
    .split(/[\s-]+/)
    .filter(Boolean);

type Searched = {
  displayName: string;
  company?: string | null;
  emails?: readonly string[];
  phones?: readonly string[];
  callString?: string | null;
};

/** Every word by which a contact is found, each after a space; numbers also as their digits alone. */
export function searchKeyOf({ displayName, company, emails = [], phones = [], callString }: Searched) {
  const texts = [
    displayName,
    company ?? "",
    ...emails,
    callString ?? "",
    callString?.replace(/^\w+:/, "") ?? "",
  ];
  const numbers = phones.map((number) => number.replace(/\D/g, ""));
  const dialled = callString?.startsWith("tel:") ? [callString.replace(/\D/g, "")] : [];
  return [...new Set([...texts.flatMap(words), ...numbers, ...dialled])].map((word) => ` ${word}`).join("");
}

/** What has to begin words of the search key: each word typed, or the digits of a number. */
export function wordsOfSearch(typed: string): string[] {
  const digits = typed.replace(/\D/g, "");
  if (digits.length > 1 && /^\s*\+?[\d\s().\-/]+$/.test(typed)) return [digits];
  return words(typed).slice(0, 5);
}
