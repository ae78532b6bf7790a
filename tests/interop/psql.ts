import { aRegistration, aWebinar } from "../support/conferences";
import { world } from "../support/world";
import { say } from "./program";
import type { Interop } from "./run";

export const psql: Interop = {
  name: "psql",
  title: "whoever has the application's password reads nothing without a tenant and rewrites no history",
  program: "psql",
  package: "postgresql-client",
  async run({ program, stack, check }) {
    await stack();
    const w = await world();
    await aRegistration(await aWebinar(w));
    const asApp = process.env.DATABASE_URL ?? "";
    const query = (text: string, url = asApp) =>
      say(program, ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text, url]);
    const one = query("SELECT count(*) FROM users");
    check("it connects, and sees no person", one.code === 0 && one.text.trim() === "0", one);
    const seats = query(
      `SELECT set_config('app.tenant', '${w.tenant.id}', false); SELECT count(*) > 3 FROM users`,
    );
    check("with a tenant it sees that tenant's", seats.text.trim().endsWith("t"), seats);
    for (const [what, text] of [
      ["become the owner", "SET ROLE foyer_owner"],
      ["switch row-level security off", "ALTER TABLE users DISABLE ROW LEVEL SECURITY"],
      ["bypass it", "SET row_security = off; SELECT * FROM users"],
      ["change the audit log", "UPDATE audit_events SET action = 'x'"],
      ["delete from the audit log", "DELETE FROM audit_events"],
      ["read files of the server", "SELECT pg_read_file('/etc/passwd')"],
      ["run programs of the server", "COPY (SELECT 1) TO PROGRAM 'true'"],
      ["make a table", "CREATE TABLE public.mine (id int)"],
    ] as const) {
      const tried = query(`SELECT set_config('app.tenant', '${w.tenant.id}', false); ${text}`);
      check(`it cannot ${what}`, tried.code !== 0 && /ERROR/.test(tried.text), tried);
    }
  },
};
