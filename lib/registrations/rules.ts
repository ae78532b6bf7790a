/** `jean-baptiste.martin@mairie.example` → `j…n@mairie.example`: enough to see a slip, too little to copy. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf("@");
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
  const first = local.charAt(0);
  const last = local.length > 3 ? local.charAt(local.length - 1) : "";
  return `${first}…${last}@${domain}`;
}

/** First and last name as one, as others will read it. */
export const displayNameOf = (first: string, last: string) => `${first} ${last}`;

/** A second confirmation is sent at the earliest after this pause, and a few times an hour. */
export const RESEND_PAUSE_S = 300;
export const RESENDS = { max: 3, seconds: 3600 } as const;

const HOUR_MS = 3_600_000;

/** Until when a guest's cookie opens the door: an hour after the planned end, for rooms a day from now (rule 8). */
export function guestCookieExpiry(endsAt: Date | null, now: Date): Date {
  if (!endsAt) return new Date(now.getTime() + 24 * HOUR_MS);
  // A conference that runs over is not left by its guests: from the end on the hour counts from now.
  return new Date(Math.max(endsAt.getTime(), now.getTime()) + HOUR_MS);
}

/** What a browser fills in by itself, by field of the form (WCAG 1.3.5). */
export const autocompleteOf = {
  first_name: "given-name",
  last_name: "family-name",
  email: "email",
  company: "organization",
  job_title: "organization-title",
  phone: "tel",
  city: "address-level2",
  country: "country-name",
} as const;

/** The zone of the visitor's device, kept by a small script so that the server can write times in it. */
export const zoneCookie = "foyer.zone";

/** What a conference page asks for again and again. `state` is compared with the one that is shown. */
export type SeatsNow = { free: number; taken: number; capacity: number; state: string };
