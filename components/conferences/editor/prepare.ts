import { defaultForm, type FormField } from "@/lib/conferences/rules";
import { formatConferenceId } from "@/lib/ids";
import { formatDuration } from "@/lib/time/format";
import { zoneOptions } from "@/lib/time/zones";
import type { EditorModel } from "./model";
import { newValues, one, storedValues } from "./values";
import { whenText } from "./when-text";

const lengths = [15, 30, 45, 60, 75, 90, 105, 120, 150, 180, 210, 240, 300, 360, 480, 600, 720, 1440];

/** A stored length that is not among the usual ones stays what it is. */
function lengthOptions(chosen: number) {
  const all = lengths.includes(chosen) ? lengths : [...lengths, chosen].sort((a, b) => a - b);
  return all.map((minutes) => ({ value: String(minutes), label: formatDuration(minutes) }));
}

type Person = { id: string; name: string };
type Viewer = { id: string; name: string; zone: string; locale: string };
type Server = { now: Date; limit: number; mails: boolean; colleagues: Person[]; host: string };

/** The model of a conference that does not exist yet. */
export function newModel(
  viewer: Viewer,
  server: Server,
  chosen: { visibility: "private" | "public"; kind: "scheduled" | "room" },
): EditorModel {
  const values = newValues({ ...chosen, now: server.now, zone: viewer.zone });
  return {
    facts: {
      ...factsOf(viewer, server),
      isNew: true,
      guests: 0,
      owner: { id: viewer.id, name: viewer.name, isYou: true },
      link: null,
    },
    values,
    ...shown(values, viewer, server),
    people: [],
    generatedId: null,
    fixedForm: null,
  };
}

type Stored = Omit<Parameters<typeof storedValues>[0], "participants"> & {
  id: string;
  publicId: string;
  ownerId: string;
  ownerName: string;
  version: number;
  savedBy: string;
  participants: { userId: string; name: string; role: string }[];
  seats: { seatsRegistered: number };
  formFields: FormField[];
};

/** The model of a stored conference. `customId` only where the organiser chose one. */
export function storedModel(
  viewer: Viewer,
  server: Server,
  stored: Stored,
  customId: string | null,
): EditorModel {
  const values = storedValues(stored, customId);
  const hasForm = stored.formFields.length > 0;
  return {
    facts: {
      ...factsOf(viewer, server),
      isNew: false,
      id: stored.id,
      guests: stored.seats.seatsRegistered,
      owner: { id: stored.ownerId, name: stored.ownerName, isYou: stored.ownerId === viewer.id },
      link: `${server.host}/c/${formatConferenceId(stored.publicId)}`,
    },
    values,
    ...shown(values, viewer, server),
    version: stored.version,
    savedBy: stored.savedBy,
    people: stored.participants.map(({ userId, name }) => ({ id: userId, name })),
    generatedId: customId === null ? formatConferenceId(stored.publicId) : null,
    fixedForm: hasForm ? stored.formFields : defaultForm(),
  };
}

const factsOf = (viewer: Viewer, server: Server) => ({
  viewerId: viewer.id,
  locale: viewer.locale,
  zone: viewer.zone,
  nowIso: server.now.toISOString(),
  limit: server.limit,
  mails: server.mails,
  host: server.host,
});

const shown = (values: EditorModel["values"], viewer: Viewer, server: Server) => ({
  when: whenText(values, { ...viewer, now: server.now }),
  colleagues: server.colleagues,
  lengths: lengthOptions(Number(one(values, "durationMin"))),
  zones: zoneOptions(viewer.locale, server.now, one(values, "timeZone") || viewer.zone),
});
