import { defineConfig } from "@playwright/test";
import base from "../../playwright.config";

/** The hostile inputs, with the stack and the browser of the end-to-end tests: `npm run hostile`. */
export default defineConfig({
  ...base,
  testDir: ".",
  globalSetup: "../e2e/support/server.ts",
  outputDir: "../../test-results",
  use: { ...base.use, trace: "off" },
});
