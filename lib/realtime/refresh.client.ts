/**
 * Renders the page's server part again if the server can be reached now, and says whether it could. Next answers a
 * refresh that is lost on the way by loading the whole page, which would leave the browser's own error page in its place.
 */
export async function refreshIfReachable(router: { refresh(): void }): Promise<boolean> {
  try {
    await fetch("/icon.svg", { method: "HEAD", cache: "no-store" });
  } catch {
    return false;
  }
  router.refresh();
  return true;
}
