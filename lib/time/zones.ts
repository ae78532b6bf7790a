import { CITY_NAMES, CURRENT_NAMES } from "./city-names";
import { offsetMinutes } from "./local";

const AREAS = "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific";
const NAME = new RegExp(`^(?:${AREAS})(?:/[A-Z][A-Za-z]*(?:[-_][A-Za-z]+)*){1,2}$`);
const UTC_NAMES = new Set(["UTC", "Etc/UTC"]);
const MAX_REMEMBERED = 2000;

const known = new Map<string, boolean>();

/**
 * Whether this is the IANA name of a place (or UTC) that the runtime knows. Offsets, POSIX rules and names that
 * only one of Node and Postgres understands are refused: a zone is stored, and both must read it.
 */
export function isZone(zone: unknown): zone is string {
  if (typeof zone !== "string" || zone.length > 64) return false;
  if (UTC_NAMES.has(zone)) return true;
  if (!NAME.test(zone)) return false;
  const remembered = known.get(zone);
  if (remembered !== undefined) return remembered;
  let accepted = true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    accepted = false;
  }
  if (known.size < MAX_REMEMBERED) known.set(zone, accepted);
  return accepted;
}

/** The same zone under its current name: `Europe/Kiev` is listed as `Europe/Kyiv`. */
function currentName(zone: string): string {
  return CURRENT_NAMES[zone] ?? zone;
}

/** The language part of a locale, and the locale whose conventions we follow. */
export function conventions(locale: string): { language: string; tag: string } {
  const language = locale.split("-")[0] ?? locale;
  return { language, tag: language === "en" ? "en-GB" : locale };
}

/** The city that names a zone to people: Paris, Londres, Ho Chi Minh. */
export function zoneCity(zone: string, locale: string): string {
  if (UTC_NAMES.has(zone)) return "UTC";
  const name = currentName(zone);
  const listed = CITY_NAMES[conventions(locale).language]?.[name];
  return listed ?? (name.split("/").at(-1) ?? name).replaceAll("_", " ");
}

/** Offset from UTC as people write it: UTC, UTC+1, UTC−3:30. */
export function offsetLabel(minutes: number): string {
  const size = Math.abs(Math.round(minutes));
  if (size === 0) return "UTC";
  const rest = size % 60;
  const digits = `${Math.floor(size / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
  return `UTC${minutes < 0 ? "−" : "+"}${digits}`;
}

/** Every English-speaking region abbreviates its own zones only, so each is asked in turn. */
const ABBREVIATING = ["en-GB", "en-US", "en-CA", "en-AU", "en-NZ", "en-ZA", "en-IN", "en-IE", "en-HK"];
const abbreviators = new Map<string, Intl.DateTimeFormat[]>();

function abbreviatorsOf(zone: string): Intl.DateTimeFormat[] {
  const ready = abbreviators.get(zone);
  if (ready) return ready;
  const made = ABBREVIATING.map(
    (tag) => new Intl.DateTimeFormat(tag, { timeZone: zone, timeZoneName: "short" }),
  );
  if (abbreviators.size < MAX_REMEMBERED) abbreviators.set(zone, made);
  return made;
}

/** CET, BST, EDT at that instant; the offset where no abbreviation is in use. */
export function zoneAbbreviation(zone: string, at: Date): string {
  for (const format of abbreviatorsOf(zone)) {
    const name = format.formatToParts(at).find((part) => part.type === "timeZoneName")?.value;
    if (name && /^[A-Z]{2,5}$/.test(name)) return name;
  }
  return offsetLabel(offsetMinutes(at, zone));
}

export interface ZoneLabel {
  city: string;
  abbreviation: string;
}

/** What to print beside a time that others read. */
export function zoneLabel(zone: string, locale: string, at: Date): ZoneLabel {
  return { city: zoneCity(zone, locale), abbreviation: zoneAbbreviation(zone, at) };
}

/** Whether two zones show the same clock at an instant; then one of them is enough on the page. */
export function sameClock(one: string, other: string, at: Date): boolean {
  return one === other || offsetMinutes(at, one) === offsetMinutes(at, other);
}

export interface ZoneOption {
  value: string;
  city: string;
  /** Offset now, such as UTC+1. */
  offset: string;
  /** City and offset in one text, for an `<option>`. */
  label: string;
}

export interface ZoneGroup {
  /** Name of the part of the world. */
  region: string;
  options: ZoneOption[];
}

/** Parts of the world by their United Nations code, which the runtime translates. */
const REGION_OF_AREA: Record<string, string> = {
  Africa: "002",
  America: "019",
  Antarctica: "AQ",
  Arctic: "150",
  Asia: "142",
  Atlantic: "150",
  Australia: "009",
  Europe: "150",
  Indian: "002",
  Pacific: "009",
};

const REGION_OF_ISLAND: Record<string, string> = {
  "Atlantic/Bermuda": "019",
  "Atlantic/Stanley": "019",
  "Atlantic/South_Georgia": "019",
  "Atlantic/Cape_Verde": "002",
  "Atlantic/St_Helena": "002",
  "Indian/Maldives": "142",
  "Indian/Chagos": "142",
  "Indian/Christmas": "009",
  "Indian/Cocos": "009",
  "Indian/Kerguelen": "AQ",
};

function regionOf(zone: string): string {
  return REGION_OF_ISLAND[zone] ?? REGION_OF_AREA[zone.split("/")[0] ?? ""] ?? "001";
}

const QUARTER_HOUR = 15 * 60_000;
const lists = new Map<string, { bucket: number; groups: ZoneGroup[] }>();

function option(zone: string, locale: string, now: Date): ZoneOption {
  const city = zoneCity(zone, locale);
  const offset = offsetLabel(offsetMinutes(now, zone));
  return { value: zone, city, offset, label: city === offset ? city : `${city} (${offset})` };
}

/**
 * All zones for a `<select>`, by part of the world, each with its city and its offset now. `include` adds a
 * stored zone that the list names otherwise, so that a form never loses it.
 */
export function zoneOptions(locale: string, now: Date, include?: string): ZoneGroup[] {
  const bucket = Math.floor(now.getTime() / QUARTER_HOUR);
  const cached = lists.get(locale);
  const groups = cached?.bucket === bucket ? cached.groups : listZones(locale, now);
  // Clocks change on quarters of an hour only, so a list holds that long.
  lists.set(locale, { bucket, groups });
  if (!include || groups.some((group) => group.options.some(({ value }) => value === include))) return groups;
  if (!isZone(include)) return groups;
  const { tag } = conventions(locale);
  const region = regionName(regionOf(include), tag);
  const added = option(include, locale, now);
  return groups.map((group) =>
    group.region === region ? { ...group, options: [added, ...group.options] } : group,
  );
}

function regionName(code: string, tag: string): string {
  if (code === "001") return "UTC";
  return new Intl.DisplayNames([tag], { type: "region" }).of(code) ?? code;
}

function listZones(locale: string, now: Date): ZoneGroup[] {
  const { tag } = conventions(locale);
  const collator = new Intl.Collator(tag);
  const names = new Set(Intl.supportedValuesOf("timeZone").map(currentName).filter(isZone));
  names.add("UTC");
  const groups = new Map<string, ZoneOption[]>();
  for (const zone of names) {
    const region = regionName(regionOf(zone), tag);
    const options = groups.get(region) ?? [];
    options.push(option(zone, locale, now));
    groups.set(region, options);
  }
  return [...groups]
    .map(([region, options]) => ({
      region,
      options: options.sort((a, b) => collator.compare(a.city, b.city)),
    }))
    .sort((a, b) => collator.compare(a.region, b.region));
}
