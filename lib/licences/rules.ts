/** How long an online licence is held without a sign of life (rule 5). Open pages give one every minute. */
export const ONLINE_LEASE_SECONDS = 150;
export const ONLINE_BEAT_SECONDS = 60;

/** What the administrators decided about the licences of an account. Null: without limit. */
export type LicenceTerms = {
  /** People see what licence they have. */
  shows: boolean;
  /** Holders of a temporary licence extend it themselves, so many times. */
  mayExtend: boolean;
  extensions: number | null;
  pro: number | null;
  online: number | null;
};

/** What a form was filled from: whoever saves later than somebody else is told. */
export const stampOf = ({ shows, mayExtend, extensions, pro, online }: LicenceTerms): string =>
  [shows, mayExtend, extensions ?? "", pro ?? "", online ?? ""].join(",");
