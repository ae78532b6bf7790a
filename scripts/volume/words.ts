/** What generated conferences and people are called: half of an organisation speaks French, the other English. */

/** No-break space before a colon, as French typography wants it. */
const COLON = "\u00a0:";

const french = {
  kinds: ["Point d’équipe", "Comité de pilotage", "Atelier", "Revue de projet", "Entretien", "Formation"],
  topics: [
    "toitures de l’école Jules-Ferry",
    "raccordement au réseau",
    "budget de l’année",
    "parc éolien de Saint-Brévin",
    "accueil des sociétaires",
    "contrats d’achat",
    "maintenance des onduleurs",
    "assemblée générale",
    "sécurité sur les chantiers",
    "bilan de l’été",
    "autoconsommation collective",
    "recrutement à Nantes",
  ],
};

const english = {
  kinds: ["Team meeting", "Steering committee", "Workshop", "Project review", "Interview", "Training"],
  topics: [
    "rooftops of the Liffey school",
    "grid connection",
    "budget of the year",
    "Wexford wind farm",
    "welcome of new members",
    "purchase contracts",
    "inverter maintenance",
    "general meeting",
    "safety on building sites",
    "what the summer brought",
    "collective self-consumption",
    "hiring in Dublin",
  ],
};

const titles = ({ kinds, topics }: typeof french, colon: string) =>
  kinds.flatMap((kind) => topics.map((topic) => `${kind}${colon} ${topic}`));

/** 144 titles, French and English in turn. */
export const conferenceNames = titles(french, COLON).flatMap((name, i) => [
  name,
  titles(english, ":")[i] ?? name,
]);

export const firstNames = [
  ...["Maëlle", "Hannah", "Karim", "Siobhán", "Inès", "Oluwaseun", "Léa", "Tomasz", "Jean-Baptiste", "Niamh"],
  ...["Gwenaëlle", "Eoin", "Fatou", "Beatrice", "Aurélien", "Charlotte", "Yann", "Rory", "Solène", "Daniel"],
];

export const lastNames = [
  ...["Guérin", "Whitcombe", "Bouzidi", "Ní Dhomhnaill", "Benhaddou", "Adeyemi", "Fontaine", "Wiśniewski"],
  ...["Lefèvre", "Kelleher", "Le Bihan", "McCarthy", "Diallo", "O’Connor", "Da Costa", "Ashdown", "Kervella"],
];
