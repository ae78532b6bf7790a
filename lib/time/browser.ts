/** The little that a browser says about time by itself; everything else is formatted on the server. */

/** The wall clock, 09:47, in a zone or in the browser's own. */
export function clockOf(at: Date, zone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(at);
}
