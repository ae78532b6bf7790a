/** The people of the demo world: a cooperative that sells solar and wind power, with offices in Nantes and Dublin. */
export type SeedPerson = {
  login: string;
  name: string;
  /** May keep contacts of their own. */
  keepsContacts?: boolean;
  licence?: "permanent" | "none" | "temporary";
};

export const administrator = { login: "admin", name: "Théodore Vasseur" };

export const people: SeedPerson[] = [
  { login: "organiser", name: "Maëlle Guérin", keepsContacts: true },
  { login: "member", name: "Hannah Whitcombe" },
  { login: "karim.bouzidi", name: "Karim Bouzidi" },
  { login: "ines.benhaddou", name: "Inès Benhaddou" },
  { login: "siobhan.nidhomhnaill", name: "Siobhán Ní Dhomhnaill" },
  { login: "oluwaseun.adeyemi", name: "Oluwaseun Adeyemi" },
  { login: "lea.fontaine", name: "Léa Fontaine", licence: "none" },
  { login: "tomasz.wisniewski", name: "Tomasz Wiśniewski" },
  { login: "priya.raghunathan", name: "Priya Raghunathan", licence: "temporary" },
  { login: "jb.delarochefoucauld", name: "Jean-Baptiste de La Rochefoucauld-Liancourt" },
  { login: "niamh.kelleher", name: "Niamh Kelleher" },
  { login: "gwenaelle.lebihan", name: "Gwenaëlle Le Bihan" },
  { login: "aurelien.dacosta", name: "Aurélien Da Costa" },
  { login: "fatou.diallo", name: "Fatou Diallo" },
  { login: "eoin.mccarthy", name: "Eoin McCarthy" },
  { login: "camille.roussel", name: "Camille Roussel" },
  { login: "yann.kervella", name: "Yann Kervella" },
  { login: "beatrice.oconnor", name: "Beatrice O’Connor" },
  { login: "solene.marchand", name: "Solène Marchand" },
  { login: "mehdi.lacroix", name: "Mehdi Lacroix" },
  { login: "charlotte.ashdown", name: "Charlotte Ashdown" },
  { login: "loic.trehorel", name: "Loïc Tréhorel" },
  { login: "zoe.villeneuve", name: "Zoé Villeneuve" },
  { login: "daniel.okafor", name: "Daniel Okafor" },
  { login: "marguerite.hubert", name: "Marguerite Hubert" },
  { login: "rory.gallagher", name: "Rory Gallagher", licence: "temporary" },
  { login: "anais.perrot", name: "Anaïs Perrot" },
  { login: "frances.holloway", name: "Frances Holloway" },
  { login: "basile.moreau", name: "Basile Moreau" },
];

/** Teams of the cooperative, and what each is given. */
export const groups: { name: string; rights: string[]; logins: string[] }[] = [
  {
    name: "Animation des réunions",
    rights: ["create_conferences", "share_screen"],
    logins: ["organiser", "karim.bouzidi", "ines.benhaddou"],
  },
  {
    name: "Exploitation",
    rights: ["calls", "share_files"],
    logins: ["karim.bouzidi", "aurelien.dacosta", "eoin.mccarthy"],
  },
  {
    name: "Member relations, Cork",
    rights: ["share_files"],
    logins: ["siobhan.nidhomhnaill", "niamh.kelleher"],
  },
];

/** Strangers who registered for the webinars. */
export const guests: [string, string][] = [
  ["Élodie", "Garnier"],
  ["Patrick", "O’Sullivan"],
  ["Mathilde", "Lefèvre"],
  ["Ahmed", "Benali"],
  ["Catherine", "Poulain"],
  ["Declan", "Byrne"],
  ["Justine", "Chevalier"],
  ["Nuno", "Ferreira"],
  ["Sophie", "Tanguy"],
  ["Grace", "Lindqvist"],
];

/** Contacts of the organiser: people outside the cooperative, and what can be called without being a person. */
export const contacts = [
  {
    kind: "person",
    displayName: "Élise Kermorgant",
    company: "Mairie de Saint-Brévin-les-Pins",
    emails: ["elise.kermorgant@saint-brevin.example", "energie@saint-brevin.example"],
    phones: ["02 40 99 12 34", "06 39 98 14 27"],
    note: "Préfère le matin. Suit le raccordement du parc éolien.",
  },
  {
    kind: "person",
    displayName: "Zoltán Nagy",
    company: "Nagy & Partners",
    emails: ["zoltan.nagy@nagy-partners.example"],
    phones: ["+36 1 555 0142"],
  },
  {
    kind: "person",
    displayName: "Ana Sofia Ferreira",
    company: "RTE, exploitation Ouest",
    emails: ["a-s.ferreira@rte.example"],
    phones: ["+33 1 99 00 41 27"],
  },
  {
    kind: "person",
    displayName: "Pádraig Ó Ceallaigh",
    company: "Galway Wind Co-op",
    emails: ["padraig@galwaywind.example"],
  },
  {
    kind: "call_string",
    displayName: "Boardroom, Dublin",
    callString: "sip:boardroom@dublin.clairval.example",
  },
  {
    kind: "call_string",
    displayName: "Salle Jules-Verne",
    callString: "h323:jules-verne@nantes.clairval.example",
    note: "Terminal au fond de la salle, 12 places.",
  },
  {
    kind: "call_string",
    displayName: "Caméra du poste source",
    callString: "rtsp://camera-3.clairval.example:554/1",
  },
  { kind: "call_string", displayName: "Astreinte réseau", callString: "+33 1 99 00 18 90" },
];
