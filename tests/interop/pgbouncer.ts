import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { closePool } from "@/db/client";
import { formatConferenceId } from "@/lib/ids";
import { freePort } from "@/scripts/launcher/ports.mjs";
import {
  aGuest,
  ask,
  hiddenFields,
  judgeRegistration,
  register,
  sessionCookie,
} from "../faults/support/client";
import { raiseLimits } from "../faults/support/load";
import { aWebinar } from "../support/conferences";
import { owner } from "../support/database";
import { brokenInvariants } from "../support/invariants";
import { world } from "../support/world";
import { aFolder, serve } from "./program";
import type { Interop } from "./run";

const NOBODY = 65_534;
const PEOPLE = 60;

export const pgbouncer: Interop = {
  name: "pgbouncer",
  title: "everything works through a pooler in transaction mode with three server connections (R-07)",
  program: "pgbouncer",
  package: "pgbouncer",
  async run({ program, stack, check }) {
    const folder = aFolder();
    const port = await freePort();
    let pooler: Awaited<ReturnType<typeof serve>> | undefined;
    try {
      let pooled: string | undefined;
      const { url, apps, database } = await stack({ appEnv: () => (pooled ? { DATABASE_URL: pooled } : {}) });
      const direct = new URL(process.env.DATABASE_URL ?? "");
      const [ini, users] = [join(folder.path, "pgbouncer.ini"), join(folder.path, "users.txt")];
      writeFileSync(users, `"foyer_app" "${direct.password}"\n`, { mode: 0o644 });
      writeFileSync(ini, settings(port, database.port, users, folder.path), { mode: 0o644 });
      pooler = await serve(program, [ini], port, NOBODY);
      direct.port = String(port);
      pooled = direct.href;
      for (const app of apps) await app.stop();
      await Promise.all(apps.map((app) => app.start()));
      check("the application is healthy behind it", (await ask(`${url}/api/health`)).status === 200);
      await raiseLimits();
      const w = await world();
      const { publicId, id } = await aWebinar(w, { people: [], input: { seatLimit: 21 } });
      const cookie = await sessionCookie(w.people.organiser);
      const pages = await Promise.all(
        ["/home", "/meetings", "/rooms", "/people", `/meetings/${id}/analytics`].map((path) =>
          ask(url + path, { cookie }),
        ),
      );
      check(
        "its pages answer",
        pages.every(({ status }) => status === 200),
        pages.map(({ status }) => status),
      );
      const path = `/c/${formatConferenceId(publicId)}/register`;
      const hidden = await hiddenFields(url + path);
      const answers = await Promise.all(
        Array.from({ length: PEOPLE }, (_, n) => register(apps[n % 2]?.url ?? url, path, hidden, aGuest())),
      );
      const sold = answers.filter((answer) => judgeRegistration(answer) === "acknowledged").length;
      check(`${PEOPLE} people for 20 seats: exactly 20`, sold === 20, sold);
      check(
        "nobody met an error of the server",
        answers.every(({ status }) => status < 500),
      );
      const leaks = await Promise.all(
        Array.from({ length: 40 }, async (_, n) => {
          const person = n % 2 ? w.people.foreigner : w.people.organiser;
          const other = n % 2 ? w.people.organiser : w.people.foreigner;
          const { body } = await ask(`${url}/profile`, { cookie: await sessionCookie(person) });
          return body.includes(other.email) || !body.includes(person.email);
        }),
      );
      check(
        "no tenant of one transaction is left for the next one on the same connection",
        !leaks.includes(true),
      );
      check(
        "the invariants hold",
        Object.keys(await brokenInvariants()).length === 0,
        await brokenInvariants(),
      );
      await closePool();
      const [row] = await owner()<{ behind: number }[]>`
        SELECT count(*)::int AS behind FROM pg_stat_activity WHERE usename = 'foyer_app'`;
      const behind = row?.behind ?? 0;
      check("all of it went through one to three connections", behind >= 1 && behind <= 3, behind);
    } finally {
      await pooler?.stop();
      folder.remove();
    }
  },
};

const settings = (port: number, databasePort: number, users: string, folder: string) => `
[databases]
* = host=127.0.0.1 port=${databasePort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
auth_type = plain
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
ignore_startup_parameters = extra_float_digits,statement_timeout,lock_timeout,idle_in_transaction_session_timeout
unix_socket_dir = ${folder}
logfile = ${folder}/pgbouncer.log
pidfile = ${folder}/pgbouncer.pid
`;
