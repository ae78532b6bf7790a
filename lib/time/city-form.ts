/**
 * How a French sentence joins the name of a city: "heure de Paris", "heure d’Abidjan". Names with an article
 * (Le Caire, La Havane) and a mute or breathed H need a sentence without the preposition.
 */
export function cityForm(city: string): "plain" | "vowel" | "other" {
  if (city === "UTC" || /^(?:l[ea]s? |l’|h)/i.test(city) || !/^\p{L}/u.test(city)) return "other";
  return /^[aeiouyœæ]/i.test(city.normalize("NFD")) ? "vowel" : "plain";
}
