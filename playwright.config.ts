import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";

// Specs prepare worlds with the server's own modules, which exist only under this condition.
if (!process.env.NODE_OPTIONS?.includes("react-server")) {
  throw new Error(
    "Run the end-to-end tests by `npm test -- e2e`, or with NODE_OPTIONS=--conditions=react-server.",
  );
}

const browser = await findBrowser({ install: false });

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/e2e/support/server.ts",
  outputDir: "test-results",
  // One at a time: each journey has several browsers with cameras, and the machine may have two cores.
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    colorScheme: "light",
    reducedMotion: "reduce",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    launchOptions: {
      executablePath: browser,
      args: [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
  },
});
