import { toLocal } from "@/lib/time/local";

/** What the editor's fields hold, by their names, as a form sends it. */
export type EditorValues = Record<string, string | string[]>;

export const one = (values: EditorValues, name: string): string => {
  const value = values[name] ?? "";
  return Array.isArray(value) ? (value[0] ?? "") : value;
};
export const many = (values: EditorValues, name: string): string[] =>
  [values[name] ?? []].flat().filter(Boolean);

/** Everything that the fields of a form say at this moment. */
export function readValues(form: HTMLFormElement): EditorValues {
  const data = new FormData(form);
  const values: EditorValues = {};
  for (const name of new Set(data.keys())) {
    const all = data.getAll(name).filter((value): value is string => typeof value === "string");
    values[name] = name.endsWith("[]") ? all : (all[0] ?? "");
  }
  return values;
}

const STEP_MS = 30 * 60_000;

/** The next full or half hour, but not the very next minutes. */
const nextStart = (now: Date) => new Date(Math.ceil((now.getTime() + STEP_MS / 2) / STEP_MS) * STEP_MS);

/** A new conference: private unless chosen otherwise, all on screen, registration off, mails on. */
export function newValues(options: {
  visibility: "private" | "public";
  kind: "scheduled" | "room";
  now: Date;
  zone: string;
}): EditorValues {
  const [date = "", time = ""] = toLocal(nextStart(options.now), options.zone).split("T");
  return {
    visibility: options.visibility,
    kind: options.kind,
    mode: "all_on_screen",
    name: "",
    description: "",
    location: "",
    date,
    time,
    durationMin: "60",
    timeZone: options.zone,
    seatLimit: "",
    secured: "",
    pin: "",
    sendInvitations: "on",
    publicId: "",
    "participants[]": [],
    registrationOn: "",
    closing: "at_start",
    autoClose: "on",
    // The mandatory ones are no boxes: they are always asked for.
    "fields[]": [],
    "required[]": [],
  };
}

type Stored = {
  visibility: string;
  kind: string;
  mode: string;
  name: string;
  description: string;
  location: string;
  localStart: string | null;
  timeZone: string | null;
  durationMin: number | null;
  seatLimit: number | null;
  pin: string | null;
  sendInvitations: boolean;
  participants: { userId: string; role: string }[];
  registration: { closing: string; autoClose: boolean; disabledAt: Date | null } | null;
};

const on = (flag: boolean) => (flag ? "on" : "");

/** A conference as the editor's fields hold it. `customId` only where the organiser chose one. */
export function storedValues(stored: Stored, customId: string | null): EditorValues {
  const [date = "", time = ""] = (stored.localStart ?? "").split("T");
  const { registration } = stored;
  return {
    visibility: stored.visibility,
    kind: stored.kind,
    mode: stored.mode,
    name: stored.name,
    description: stored.description,
    location: stored.location,
    date,
    time,
    durationMin: String(stored.durationMin ?? 60),
    timeZone: stored.timeZone ?? "",
    seatLimit: stored.seatLimit === null ? "" : String(stored.seatLimit),
    secured: on(stored.pin !== null),
    pin: stored.pin ?? "",
    sendInvitations: on(stored.sendInvitations),
    publicId: customId ?? "",
    "participants[]": stored.participants.map((p) => `${p.userId}:${p.role}`),
    registrationOn: on(registration !== null && registration.disabledAt === null),
    closing: registration?.closing ?? "at_start",
    autoClose: on(registration?.autoClose ?? true),
  };
}

const tabs = {
  general: [
    "name",
    "mode",
    "kind",
    "localStart",
    "date",
    "time",
    "durationMin",
    "timeZone",
    "description",
    "visibility",
  ],
  participants: ["participants", "participants[]"],
  additional: ["publicId", "secured", "pin", "location", "sendInvitations"],
  registration: [
    ...["registration", "registrationOn", "registration.fields", "registration.closing", "closing"],
    ...["seatLimit", "autoClose", "fields[]", "required[]"],
  ],
} as const;

export type EditorTab = keyof typeof tabs;
export const editorTabs = Object.keys(tabs) as EditorTab[];
export const tabOf = (field: string): EditorTab =>
  editorTabs.find((tab) => (tabs[tab] as readonly string[]).includes(field)) ?? "general";

/** Fields that two people may have changed differently, in the order of the page. */
export const fieldsInOrder = [
  ...["name", "date", "time", "durationMin", "timeZone", "description", "visibility", "participants[]"],
  ...["publicId", "secured", "pin", "location", "sendInvitations"],
  ...["registrationOn", "closing", "seatLimit", "autoClose"],
];

/** What was typed; a field that is not in the page, such as those of registration, is as it was. */
export function readMine(form: HTMLFormElement, base: EditorValues): EditorValues {
  const mine = readValues(form);
  for (const name of fieldsInOrder) {
    if (!name.endsWith("[]") && !form.elements.namedItem(name)) mine[name] = base[name] ?? "";
  }
  return mine;
}

/** Unticked boxes and empty fields are the same: absent or empty. */
export const sameValue = (a: EditorValues, b: EditorValues, name: string) =>
  name.endsWith("[]")
    ? [...many(a, name)].sort().join() === [...many(b, name)].sort().join()
    : one(a, name).replace(/\r\n/g, "\n") === one(b, name).replace(/\r\n/g, "\n");

export const isTabChanged = (tab: EditorTab, a: EditorValues, b: EditorValues) =>
  tabs[tab].some((name) => !sameValue(a, b, name));

export type ProblemCode = "nameMissing" | "dateMissing" | "pinWrong" | "seatsWrong" | "peopleOver" | "past";
export type Problem = { code: ProblemCode; field: string; tab: EditorTab; isWarning?: boolean };

/** What would be refused, or deserves a second look, before anything is sent. The server decides. */
export function problemsOf(
  values: EditorValues,
  options: { limit: number; seats: number; taken: number; isPast: boolean },
): Problem[] {
  const found: Problem[] = [];
  const add = (code: ProblemCode, field: string, isWarning?: boolean) =>
    found.push({ code, field, tab: tabOf(field), isWarning });
  const isScheduled = one(values, "kind") === "scheduled";
  if (!one(values, "name").trim()) add("nameMissing", "name");
  if (isScheduled && !(one(values, "date") && one(values, "time"))) add("dateMissing", "localStart");
  const pin = one(values, "pin").trim();
  if (one(values, "secured") && pin && !/^[0-9]{4,8}$/.test(pin)) add("pinWrong", "pin");
  const seatLimit = one(values, "seatLimit");
  if (isScheduled && seatLimit && !(Number(seatLimit) >= 2 && Number(seatLimit) <= options.limit)) {
    add("seatsWrong", "seatLimit");
  }
  if (options.taken > options.seats) add("peopleOver", "participants");
  if (isScheduled && options.isPast) add("past", "localStart", true);
  return found;
}
