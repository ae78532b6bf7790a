/** Runs once before the first request: a wrong environment or database role stops the server with a clear message. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { assertReady } = await import("@/lib/server/ready");
  await assertReady();
}
