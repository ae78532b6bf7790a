import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { root } from "./files";

/** Security floors: older releases have published faults. */
const floors: Record<string, string> = {
  next: "16.3.8",
  "next-auth": "4.24.15",
  "drizzle-orm": "0.45.2",
  nodemailer: "8.0.9",
  sharp: "0.35.5",
};

type Lock = { packages: Record<string, { version?: string; resolved?: string }> };
const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8")) as Lock;

const numbers = (version: string) => version.split("-")[0]?.split(".").map(Number) ?? [];

function atLeast(version: string, floor: string): boolean {
  const [a, b] = [numbers(version), numbers(floor)];
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

test("every copy of a package with a security floor is above it", () => {
  const low = Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const name = path.split("node_modules/").at(-1) ?? "";
    const floor = floors[name];
    return floor && version && !atLeast(version, floor) ? [`${path} ${version} < ${floor}`] : [];
  });
  expect(low).toEqual([]);
});

test("the lockfile names no download addresses, so it installs from whatever registry is configured", () => {
  expect(
    Object.entries(lock.packages)
      .filter(([, p]) => p.resolved?.startsWith("http"))
      .map(([path]) => path),
  ).toEqual([]);
});
