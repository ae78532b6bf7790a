import { defineConfig } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";

// Specs prepare worlds with the server's own modules, which exist only under this condition.
if (!process.env.NODE_OPTIONS?.includes("react-server")) {
  throw new Error(
    "Run the end-to-end tests by `npm test -- e2e`, or with NODE_OPTIONS=--conditions=react-server.",
  );
}

const browser = await findBrowser({ install: false });

/** They change a setting of the whole server or look at all that is stored: `npm test` runs them after the others. */
const alone = /(access-writes|race|unread)\.spec\.ts$/;
/** Rooms full of moving pictures take a core, and wait for leases to end most of the time: one room at once. */
const rooms = /(no-realtime|room|room-trouble|story)\.spec\.ts$/;

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/e2e/support/server.ts",
  outputDir: "test-results",
  workers: 2,
  projects: [
    { name: "rooms", testMatch: rooms, workers: 1 },
    { name: "pages", testIgnore: [rooms, alone] },
    { name: "alone", testMatch: alone, workers: 1 },
  ],
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
