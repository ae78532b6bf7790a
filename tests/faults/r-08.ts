import { sql } from "drizzle-orm";
import * as z from "zod";
import { command } from "@/lib/server/command";
import { aRoom } from "../support/conferences";
import { owner } from "../support/database";
import { codeOf } from "../support/run";
import { world } from "../support/world";
import type { Fault } from "./support/fault";
import { verifyInvariants } from "./support/verify";

const ROUNDS = 1000;

/** Edits two rooms one after the other in the order given: what no command of the product does, on purpose. */
const editBoth = command({
  name: "faults.editBoth",
  input: z.strictObject({ ids: z.tuple([z.uuid(), z.uuid()]) }),
  subject: async (_scope, { ids }) => ids,
  can: () => true,
  run: async ({ tx, tenantId }, { ids }) => {
    for (const id of ids) {
      await tx.execute(
        sql`UPDATE conferences SET version = version + 1 WHERE tenant_id = ${tenantId} AND id = ${id}`,
      );
    }
    return {};
  },
});

const deadlocks = async () => {
  const [row] = await owner()<{ deadlocks: number }[]>`
    SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`;
  return row?.deadlocks ?? 0;
};

const fault: Fault = {
  id: "R-08",
  title: "two administrators edit the same two rooms in opposite order, a thousand times",
  async run({ figure, note, ...context }) {
    await context.stack();
    const w = await world();
    const [a, b] = [await aRoom(w), await aRoom(w)];
    // Found after 10 ms instead of a second, so that a thousand rounds end today. Set for the next connections.
    await owner()`ALTER ROLE foyer_app SET deadlock_timeout = '10ms'`;
    const { closePool } = await import("@/db/client");
    await closePool();
    const seen: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round++) {
      const results = await Promise.all([
        editBoth.execute(w.actors.administrator, { ids: [a.id, b.id] }),
        editBoth.execute(w.actors.organiser, { ids: [b.id, a.id] }),
      ]);
      for (const code of results.map(codeOf)) seen[code] = (seen[code] ?? 0) + 1;
    }
    note(`answers: ${JSON.stringify(seen)}`);
    figure("errors that a person saw", 2 * ROUNDS - (seen.ok ?? 0), { exactly: 0 });
    const [row] = await owner()<{ version: number }[]>`SELECT version FROM conferences WHERE id = ${a.id}`;
    figure("lost updates", 1 + 2 * ROUNDS - (row?.version ?? 0), { exactly: 0 });
    // Without them the rounds would have proven nothing.
    figure("negative control: deadlocks that PostgreSQL broke", await deadlocks(), { atLeast: 1 });
    await verifyInvariants({ figure, note, ...context });
  },
};
export default fault;
