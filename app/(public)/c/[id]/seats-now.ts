import type { SeatsNow } from "@/lib/registrations/rules";
import type { LoadedConference } from "./load";

/** The seats as the page is rendered with them; the island then follows `/api/seats`. */
export function seatsNow({ free, seats, state, registration }: LoadedConference["page"]): SeatsNow {
  const capacity = seats?.capacity ?? 0;
  return { free: free ?? 0, taken: capacity - (free ?? 0), capacity, state: `${state} ${registration}` };
}
