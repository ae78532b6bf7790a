/**
 * Runs once before the first request: a wrong environment or database role stops the server with a clear message, and
 * from then on a page that fails because the database is away says so.
 */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { assertReady } = await import("@/lib/server/ready");
  await assertReady();
  const { sayWhenAway } = await import("@/lib/server/away");
  sayWhenAway();
}
