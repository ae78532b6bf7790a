import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { randomToken } from "@/lib/ids";
import type { Conference } from "../../support/conferences";

/**
 * The negative control of the races for seats: two processes register through the same command with its guard down.
 * The production build has no such switch; only NODE_ENV=test hears it (see tests/support/registrar.ts).
 */
export async function sellWithoutGuard({ publicId }: Conference, people: number): Promise<void> {
  const inputs = Array.from({ length: people }, (_, i) => ({
    publicId,
    locale: "en",
    browser: randomToken(),
    first_name: "Ada",
    last_name: "Lovelace",
    email: `unguarded-${i}@example.org`,
  }));
  const half = Math.ceil(people / 2);
  const children = [inputs.slice(0, half), inputs.slice(half)].map((part) => {
    const child = spawn(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "tests/support/registrar.ts"],
      { env: { ...process.env, NODE_OPTIONS: "", NODE_ENV: "test" }, stdio: ["pipe", "pipe", "inherit"] },
    );
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.stdin.write(`${JSON.stringify({ inputs: part, guardDown: true })}\n`);
    return { child, lines };
  });
  // Both are ready before either begins.
  for (const { lines } of children) await lines.next();
  for (const { child } of children) child.stdin.write("go\n");
  await Promise.all(children.map(({ lines }) => lines.next()));
  for (const { child } of children) child.stdin.end();
}
