import { createUser } from "@/lib/accounts/commands";
import { addContact } from "@/lib/contacts/commands";
import { enterAsGuest, join } from "@/lib/live/commands";
import { registerGuest } from "@/lib/registrations/commands";
import { saveOrganisation } from "@/lib/settings/commands";
import { cleanLine } from "@/lib/text";
import { type FurnishedWorld, furnishedWorld } from "../access/furnished";
import { aWebinar, type Conference } from "../support/conferences";
import { owner } from "../support/database";
import { as } from "../support/run";
import { anonymous, guestOf } from "../support/world";
import { forgetTries } from "./answers";
import { textsOf } from "./inputs";

/** The texts that pages have to show, as people may be called and conferences named. */
export const shownTexts: readonly string[] = [
  ...["H-003", "H-007", "H-008", "H-010", "H-011", "H-012", "H-015", "H-016", "H-017", "H-018"].flatMap(
    textsOf,
  ),
  ...textsOf("H-021"),
  ...textsOf("H-022"),
  '"><img src=x onerror=window.__pwn=1>',
  // Without a place to break, and written the other way.
  "W".repeat(60),
  "محمد عبد الله 12 (مدير)",
];

export type Dressed = { text: string; conference: Conference; contactId: string };
export type DressedWorld = FurnishedWorld & { dressed: Dressed[] };

/** A name has fewer characters than a title. */
const asName = (text: string, characters = 60) => [...cleanLine(text)].slice(0, characters).join("").trim();

/** A world in which every text stands wherever people may write one: names, titles, places, notes, answers. */
export async function dressedWorld(): Promise<DressedWorld> {
  // Everybody has to fit in.
  const room = { all_on_screen: 100, lecture: 100, role_based: 100 };
  await owner()`UPDATE server_settings SET settings = settings || ${owner().json({ mediaLimits: room })}`;
  const w = await furnishedWorld();
  const dressed: Dressed[] = [];
  for (const [n, text] of shownTexts.entries()) {
    await forgetTries();
    const name = text.length > 400 ? text : asName(text);
    const input = { name: asName(text, 100), description: text, location: asName(text, 150) };
    const conference = await aWebinar(w, {
      startsInMinutes: 60 + n,
      input: { ...input, registration: { closing: "at_end", autoClose: true, fields: formFields } },
    });
    const { contactId } = await as(w.actors.organiser).do(addContact, {
      kind: "person",
      displayName: name,
      company: asName(text),
      emails: [`contact-${n}@example.org`],
      note: text,
    });
    await as(w.actors.administrator).do(createUser, {
      displayName: name,
      login: `hostile-${n}-${w.tenant.id.slice(-6)}`,
      email: "",
      password: "une phrase assez longue",
      rights: [],
      licence: { term: "permanent" },
      isAdministrator: false,
    });
    for (const publicId of [conference.publicId, w.webinar.publicId]) {
      await as(anonymous()).do(registerGuest, {
        publicId,
        locale: "en",
        browser: "C".repeat(22),
        first_name: asName(text),
        last_name: asName(text),
        email: `guest-${n}@example.org`,
        ...(publicId === conference.publicId ? { company: asName(text), city: asName(text) } : {}),
      });
    }
    const pass = await as(anonymous()).do(enterAsGuest, { publicId: w.webinar.publicId, name });
    if (n < 4) await goIn(w, pass.participantId);
    dressed.push({ text, conference, contactId });
  }
  const [row] = await owner()<{ version: number }[]>`SELECT version FROM server_settings`;
  const organisation = asName('"><img src=x onerror=window.__pwn=1>');
  await as(w.actors.administrator).do(saveOrganisation, {
    version: row?.version,
    organisation,
    contact: organisation,
  });
  return { ...w, dressed };
}

const formFields = ["first_name", "last_name", "email", "company", "city"].map((standardKey) => ({
  standardKey,
  required: ["first_name", "last_name", "email"].includes(standardKey),
}));

/** Into the room that is live, so that everybody inside reads the name. */
async function goIn(w: FurnishedWorld, participantId: string): Promise<void> {
  await as(await guestOf(participantId)).do(join, {
    publicId: w.webinar.publicId,
    clientId: crypto.randomUUID(),
    takeOver: true,
  });
}
