/** Only for reading addresses; never shown and never asked. */
const here = "https://foyer.invalid";

/**
 * The path of this site that a link or form asks to go to, or the fallback. Anything that a browser could read as
 * another site is refused, and so is coming back to where one signs in.
 */
export function safePath(next: unknown, fallback = "/home"): string {
  if (typeof next !== "string" || next.length > 2000) return fallback;
  // Browsers drop tabs and line breaks and read backslashes as slashes.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next) || !URL.canParse(next, here)) return fallback;
  const url = new URL(next, here);
  // "/.//example.org" becomes "//example.org".
  if (url.origin !== here || url.pathname.startsWith("//")) return fallback;
  if (/^\/(sign-in|sign-out|setup|api)(\/|$)/.test(url.pathname)) return fallback;
  return url.pathname + url.search + url.hash;
}

/** User IDs are compared without regard to case or outer spaces. */
export const loginKey = (typed: string) => typed.trim().toLowerCase();

/** What a user ID may look like. */
export const loginPattern = /^[a-z0-9._-]{2,64}$/;
