import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const stub = fileURLToPath(new URL("./tests/support/empty.ts", import.meta.url));

// Outside Next the marker package throws on import; the arrows it guards are checked by the structure test.
const resolve = {
  alias: [
    { find: /^@\//, replacement: root },
    { find: "server-only", replacement: stub },
  ],
};

const onDatabase = {
  globalSetup: "tests/support/global-setup.ts",
  setupFiles: ["tests/support/setup.ts"],
  pool: "forks" as const,
  // Two cores: more workers only wait for each other's database.
  maxWorkers: 2,
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/structure/**/*.test.ts"],
          // A zone with :45 in it, so that nothing works by accident of the machine's zone.
          env: { TZ: "Asia/Kathmandu" },
          testTimeout: 20_000,
        },
      },
      { resolve, test: { name: "integration", include: ["tests/integration/**/*.test.ts"], ...onDatabase } },
      { resolve, test: { name: "access", include: ["tests/access/**/*.test.ts"], ...onDatabase } },
    ],
  },
});
