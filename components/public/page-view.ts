import type { ConferenceState, RegistrationState } from "@/lib/conferences/rules";
import type { Standing } from "@/lib/registrations/queries";
import type { WhenTexts } from "./when";

/** What the conference page shows, decided on the server. */
export type PageView = {
  publicId: string;
  /** `/c/<id>` */
  path: string;
  organisation: string;
  state: ConferenceState;
  registration: RegistrationState;
  standing: Standing;
  isSignedIn: boolean;
  isLeader: boolean;
  isInvited: boolean;
  /** In by account or personal link; others enter as guests. */
  isEntitled: boolean;
  /** The time has come: there are ways in. */
  mayJoin: boolean;
  asksPin: boolean;
  hasRegistration: boolean;
  showsSeats: boolean;
  /** Of somebody who is signed in elsewhere. */
  knownName: string | undefined;
  closing: { at: "at_start" | "at_end"; autoClose: boolean } | null;
  when: WhenTexts | null;
  startsAtIso: string | null;
  nowIso: string;
  liveSince: string | null;
};
