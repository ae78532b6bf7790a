/** The people of the demo world: a cooperative that sells solar and wind power, with offices in Nantes and Dublin. */
export type SeedPerson = {
  login: string;
  name: string;
  /** May create conferences. */
  plans?: boolean;
  licence?: "permanent" | "none" | "temporary";
};

export const administrator = { login: "admin", name: "Théodore Vasseur" };

export const people: SeedPerson[] = [
  { login: "organiser", name: "Maëlle Guérin", plans: true },
  { login: "member", name: "Hannah Whitcombe" },
  { login: "karim.bouzidi", name: "Karim Bouzidi", plans: true },
  { login: "ines.benhaddou", name: "Inès Benhaddou", plans: true },
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
