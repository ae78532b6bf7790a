/**
 * Runs once before the first request: a wrong environment or database role stops the server with a clear message. From
 * then on a page that fails because the database is away says so, passwords wait in line, and what failed because of
 * what was sent is told from what is our fault.
 */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { assertReady } = await import("@/lib/server/ready");
  await assertReady();
  const { sayWhenAway } = await import("@/lib/server/away");
  sayWhenAway();
  const { keepSignInLine } = await import("@/lib/server/sign-in-line");
  keepSignInLine();
  const { tellUnread } = await import("@/lib/server/unread");
  tellUnread();
}
