/**
 * Where each input of inputs.json is tried. Those with texts go through every field of every action, route and query by
 * `npm run hostile`; the others, and what a text alone does not show, have tests of their own. What cannot be tried yet
 * names the capability that is missing, and says so in every run.
 */

/** What Foyer does not have yet, and how one would see that it has come. */
export const missing = {
  chat: { what: "there is no chat", seen: /^lib\/chats?\/|^chats?\./ },
  telephony: {
    what: "there is no telephony: no numbers, voicemail, fax or call log",
    seen: /^lib\/(tele|phone|fax|voicemail|calls)/,
  },
  series: { what: "conferences do not repeat yet", seen: /^lib\/.*(series|recurr)/ },
  files: {
    what: "nothing but one's own picture can be uploaded yet",
    seen: /^lib\/(files|uploads|storage|recordings)\//,
  },
  feed: { what: "there is no calendar feed of a person", seen: /^app\/.*feed/ },
  accounts: { what: "there are no accounts below an account", seen: /sub-?accounts?/i },
  removal: {
    what: "nobody can be put out of a room, or lose a duty in it, yet",
    seen: /^live\.(remove|ban|expel|putOut)/,
  },
  webhook: { what: "no route takes webhooks (decision of 2026-11-25)", seen: /^app\/.*webhook/ },
  fetching: {
    what: "the server asks no other server (tests/structure/security.test.ts)",
    seen: /^lib\/ports\/(http|fetch)/,
  },
} satisfies Record<string, { what: string; seen: RegExp }>;
export type Missing = keyof typeof missing;

/** A test: its file, and words of its title. */
type Tried = readonly [file: string, title: string];
export type InputRow = { tried?: readonly Tried[]; waits?: Missing };

const here = (title: string): Tried => ["tests/hostile/protocol.spec.ts", title];
const shown: Tried = ["tests/hostile/pages.spec.ts", "every page that shows it"];
const unit = (file: string, title: string): Tried => [`tests/unit/${file}.test.ts`, title];
const integration = (file: string, title: string): Tried => [`tests/integration/${file}.test.ts`, title];
const e2e = (file: string, title: string): Tried => [`tests/e2e/${file}.spec.ts`, title];
const access = (file: string, title: string): Tried => [`tests/access/${file}.test.ts`, title];

const cells = unit("csv", "comes back from an independent parser as it went in");
const calendar = unit("calendars", "nothing typed can become a property");
const matrix = e2e("access", "out of reach reads like unknown, to the byte");

/** Rows of inputs that texts alone do not settle. An input with texts and without a row is tried by its texts. */
export const inputRows: Record<string, InputRow> = {
  "H-003": { tried: [shown] },
  "H-005": { tried: [unit("live-rules", "names that are drawn alike are told apart")] },
  "H-007": { tried: [shown] },
  "H-008": { tried: [shown, unit("text", "is limited by what is read")] },
  "H-010": { tried: [shown, integration("mail", "carries nothing of what was typed")] },
  "H-011": { tried: [shown] },
  "H-012": { tried: [cells] },
  "H-015": { tried: [shown] },
  "H-016": { tried: [shown] },
  "H-017": { tried: [shown] },
  "H-018": { tried: [shown] },
  "H-021": { waits: "chat" },
  "H-022": { waits: "chat" },
  "H-023": { waits: "chat" },
  "H-025": { waits: "chat" },
  "H-026": { waits: "chat" },
  "H-028": { waits: "chat" },
  "H-030": { waits: "chat" },
  "H-031": { waits: "chat" },
  "H-032": { waits: "chat" },
  "H-033": {
    tried: [
      integration("accounts-people", "signs of the pattern language mean themselves"),
      integration("contacts", "signs of patterns mean themselves"),
      integration("analytics-lists", "signs that mean something to the database are plain letters"),
    ],
    waits: "chat",
  },
  "H-035": { tried: [integration("mail", "cannot be turned into a second header or a second recipient")] },
  "H-042": {
    tried: [
      integration("auth", "a wrong password, an unknown user ID"),
      ["tests/bench/sign-in-time.ts", "T-19"],
    ],
  },
  "H-043": {
    tried: [
      integration("registrations", "asking for the link again says the same for every address"),
      integration("own-account", "names that nobody has leave the same answer and the same work"),
      integration("own-account", "the link comes by mail, works once, and ends every session"),
    ],
  },
  "H-045": { tried: [here("a password of a megabyte is refused before it is hashed")] },
  "H-046": { tried: [here("a password counts to its last character")] },
  "H-047": { tried: [here("a password counts as it was typed")] },
  "H-050": { tried: [integration("auth-race", "200 parallel wrong passwords with the limit 5")] },
  "H-051": { tried: [integration("auth", "an administrator sees who is blocked and lifts it")] },
  "H-052": {
    tried: [integration("security-guessing", "of 1,000 guesses at a PIN"), e2e("security", "T-39")],
  },
  "H-053": {
    tried: [integration("conferences", "the PIN is six random digits when asked for")],
    waits: "telephony",
  },
  "H-056": { tried: [unit("ids", "may be a custom one of"), here("a reserved word is no conference")] },
  "H-057": { tried: [unit("ids", "may be a custom one of")] },
  "H-058": { tried: [integration("security-guessing", "ten thousand neighbours of a conference's ID")] },
  "H-060": {
    tried: [
      e2e("security", "lead to pages of this site only"),
      unit("auth-rules", "a browser stays on this site"),
    ],
  },
  "H-061": { tried: [e2e("access", "no header and no spelling of its path opens a private page")] },
  "H-063": { tried: [here("a mail's links are of this site, whatever host was asked")] },
  "H-066": { tried: [unit("time-local", "a time that the clock skips is read with the offset before")] },
  "H-067": { tried: [unit("time-local", "of a time that comes twice the first is meant")] },
  "H-068": { tried: [unit("time-local", "clocks that move by half an hour")] },
  "H-070": { tried: [unit("time-zones", "the name of a zone")] },
  "H-071": {
    tried: [
      unit("conferences-rules", "lengths beyond a day are refused"),
      unit("time-local", "forged ones never become an instant"),
    ],
  },
  "H-072": { waits: "series" },
  "H-073": { waits: "series" },
  "H-075": { tried: [integration("registrations", "at the start it closes at the planned minute")] },
  "H-077": { tried: [e2e("public", "the time stands in the organiser's zone and in the visitor's")] },
  "H-078": { tried: [here("a number of seats is a whole number within its limits")] },
  "H-080": {
    tried: [
      integration("registrations-race", "500 people for 100 seats"),
      e2e("race", "500 people register at once"),
    ],
  },
  "H-081": { tried: [integration("registrations-race", "500 sign-ups of 50 people")] },
  "H-082": {
    tried: [
      integration("licences", "101 people for 100 licences"),
      integration("licences", "ten presses at once and one in another tab are one extension"),
    ],
  },
  "H-085": {
    tried: [integration("accounts-people", "administrators only their own account")],
    waits: "removal",
  },
  "H-086": { tried: [cells] },
  "H-087": { tried: [cells] },
  "H-088": { tried: [unit("csv", "keeps telephone numbers readable")] },
  "H-091": {
    tried: [
      integration("analytics-exports", "gives its connection back when the reader goes away"),
      integration("analytics-exports", "reads row by row, not all at once"),
    ],
  },
  "H-092": { tried: [calendar] },
  "H-093": { tried: [calendar, unit("calendars", "lines have 75 octets at most")] },
  "H-095": { waits: "feed" },
  "H-096": { tried: [integration("mail", "cannot be turned into a second header or a second recipient")] },
  "H-098": { tried: [["tests/structure/security.test.ts", "made of content, never of a path"]] },
  "H-100": { tried: [e2e("too-large", "what is too large is refused by that name")], waits: "files" },
  "H-101": { tried: [here("who sends slowly or only in part holds up nobody")], waits: "files" },
  "H-102": { waits: "files" },
  "H-103": { waits: "files" },
  "H-105": { tried: [integration("avatars", "what is no picture, is broken, or claims to be enormous")] },
  "H-106": { tried: [integration("avatars", "what is no picture, is broken, or claims to be enormous")] },
  "H-107": { tried: [integration("avatars", "what is no picture, is broken, or claims to be enormous")] },
  "H-108": { waits: "telephony" },
  "H-110": { waits: "telephony" },
  "H-112": { waits: "files" },
  "H-113": { waits: "telephony" },
  "H-115": { waits: "files" },
  "H-116": { waits: "files" },
  "H-117": { tried: [e2e("unread", "malformed arguments of a server action are refused")] },
  "H-120": {
    tried: [
      e2e("unread", "malformed arguments of a server action are refused"),
      e2e("too-large", "what is too large is refused by that name"),
    ],
  },
  "H-121": { tried: [integration("hostile-fields", "nobody's prototype changes")] },
  "H-122": {
    tried: [
      integration("hostile-fields", "privileged fields are refused"),
      access("commands", "refuses fields that it does not know"),
    ],
  },
  "H-123": { tried: [integration("hostile-fields", "hostile values in any field are refused")] },
  "H-126": { tried: [here("requests that two servers could read differently are refused")] },
  "H-127": { tried: [here("who sends slowly or only in part holds up nobody")] },
  "H-128": {
    tried: [
      e2e("security", "two people who ask in turns never read each other's page"),
      here("no answer that depends on a cookie may be kept"),
    ],
  },
  "H-130": { tried: [e2e("security", "the picture optimiser fetches and decodes nothing")] },
  "H-131": {
    tried: [
      matrix,
      access("commands", "every refusal of a command leaves an audit row"),
      ["tests/hostile/callers.spec.ts", "with nothing and with what is not theirs"],
    ],
  },
  "H-133": {
    tried: [
      access("walls", "nothing of one account reaches the users of another"),
      access("queries", "gives nothing of this account"),
    ],
  },
  "H-135": { tried: [matrix, e2e("access", "no word of one account reaches the users of another")] },
  "H-136": { waits: "accounts" },
  "H-137": {
    tried: [
      integration("accounts-people", "administrators only their own account"),
      integration("accounts-people", "nobody disables themselves, and the host stays"),
    ],
  },
  "H-138": {
    tried: [access("channels", "believes the guest's cookie on the page of its own conference only"), matrix],
  },
  "H-140": { tried: [e2e("security", "who is disabled is out of every page, action, file and channel")] },
  "H-141": {
    tried: [
      access("channels", "another spelling of its name belongs to nobody"),
      access("channels", "signs nothing that is not a channel's name"),
    ],
  },
  "H-142": { tried: [access("channels", "nobody hears those of others, former ones and made-up ones")] },
  "H-143": { tried: [integration("realtime-server", "client events are refused and reach nobody")] },
  "H-145": { tried: [integration("realtime-presence", "a hundred members is the limit")] },
  "H-147": {
    tried: [integration("conferences", "who is removed loses claim, seat, list entry")],
    waits: "removal",
  },
  "H-148": {
    tried: [
      integration("security-guessing", "a hundred thousand tokens are all different"),
      access("queries", "a made-up one nowhere"),
    ],
  },
  "H-150": { waits: "webhook" },
  "H-151": {
    tried: [
      integration("realtime-limits", "500 mutated messages"),
      integration("realtime-server", "a connection holds a limited number of channels"),
      integration("realtime-http-api", "a body that is not an object"),
    ],
  },
  "H-152": { waits: "telephony" },
  "H-155": { waits: "telephony" },
  "H-156": { waits: "telephony" },
  "H-157": { waits: "telephony" },
  "H-158": { waits: "telephony" },
  "H-161": {
    tried: [
      integration("registrations", "gets the same answer as the first time"),
      integration("contacts", "one opening of the form is one contact"),
    ],
  },
  "H-162": { tried: [here("a form that came too late, or from an old build, is refused")] },
  "H-163": { tried: [integration("conference-changes", "the form is fixed once the conference exists")] },
  "H-165": { tried: [here("a personal link that programs open is not used up")] },
  "H-166": { tried: [integration("live-presence", "fifty claims at once leave exactly one live device")] },
  "H-168": {
    tried: [
      e2e("headers", "a personal link leaves no trace in the referrer"),
      e2e("security", "no answer to anybody holds"),
    ],
  },
  "H-170": { waits: "fetching" },
  "H-171": { waits: "fetching" },
  "H-172": { waits: "fetching" },
  "H-173": { waits: "fetching" },
};
