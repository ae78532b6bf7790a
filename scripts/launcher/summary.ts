import type { Settings } from "./settings.ts";

/** The last thing a start prints. */
export function printSummary(
  settings: Settings,
  world: { hasDemo: boolean; firstAdmin: string | undefined },
) {
  const lines = ["", `Foyer is ready: ${settings.baseUrl}`];
  if (world.hasDemo) {
    lines.push(
      "",
      "  Sign in with the password foyer-demo as",
      "    admin       the administrator",
      "    organiser   may create conferences",
      "    member      may not",
    );
  }
  if (world.firstAdmin) {
    lines.push(
      "",
      "  Create the first administrator with this link. It works once:",
      `    ${world.firstAdmin}`,
    );
  }
  lines.push("");
  if (settings.realtime === "off") lines.push("  Realtime is off: pages ask for news by themselves.");
  lines.push(`  Data: ${settings.dataDir}`, "  Stop: Ctrl-C", "");
  console.log(lines.join("\n"));
}
