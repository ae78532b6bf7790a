/**
 * A second process that registers guests, with a connection pool of its own. In each round it reads inputs as one line
 * of JSON, says "ready", waits for the next line, registers all of them at once and prints the codes of the answers.
 */
import { createInterface } from "node:readline";
import { registerGuest } from "@/lib/registrations/commands";
import { anonymousActor } from "@/lib/server/actor";
import { codeOf } from "./run";

type Round = { inputs: unknown[]; guardDown: boolean };

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function play({ inputs, guardDown }: Round): Promise<string[]> {
  process.env.FOYER_GUARD_DOWN = guardDown ? "seats" : "";
  process.stdout.write("ready\n");
  await lines.next();
  return Promise.all(
    inputs.map(async (input, i) => {
      const address = `10.${process.pid % 250}.${i >> 8}.${i & 255}`;
      const request = { id: crypto.randomUUID(), address, userAgent: undefined };
      return codeOf(await registerGuest.execute(anonymousActor(request), input));
    }),
  );
}

for (;;) {
  const line = await lines.next();
  if (line.done) break;
  process.stdout.write(`${JSON.stringify(await play(JSON.parse(line.value)))}\n`);
}
process.exit(0);
