import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { describe, expect, test } from "vitest";
import { pool } from "@/db/client";
import { roleProblem } from "@/lib/server/ready";
import { owner } from "../support/database";
import { world } from "../support/world";

describe("row-level security", () => {
  test("shows nothing to a transaction that entered no tenant", async () => {
    await world();
    const rows = await pool().db.execute(sql`SELECT id FROM users`);
    expect(rows.length).toBe(0);
  });

  test("shows one tenant's rows to a query that forgot its WHERE", async () => {
    const { tenant, people } = await world();
    const ids = await pool().db.transaction(async (tx) => {
      await tx.execute(sql`SELECT set_config('app.tenant', ${tenant.id}, true)`);
      return (await tx.execute<{ id: string }>(sql`SELECT id FROM users`)).map((r) => r.id);
    });
    expect(ids).toContain(people.organiser.userId);
    expect(ids).not.toContain(people.foreigner.userId);
  });

  test("refuses to write a row of another tenant", async () => {
    const { tenant, other } = await world();
    const write = pool().db.transaction(async (tx) => {
      await tx.execute(sql`SELECT set_config('app.tenant', ${tenant.id}, true)`);
      await tx.execute(
        sql`INSERT INTO login_names (login_key, tenant_id, user_id) VALUES ('x', ${other.id}, ${other.id})`,
      );
    });
    await expect(write).rejects.toThrow();
  });

  test("does not leak the tenant of one transaction into the next on the same connection", async () => {
    const { tenant } = await world();
    await pool().db.transaction(async (tx) => {
      await tx.execute(sql`SELECT set_config('app.tenant', ${tenant.id}, true)`);
    });
    for (let i = 0; i < 20; i++) {
      const rows = await pool().db.execute(sql`SELECT id FROM users`);
      expect(rows.length).toBe(0);
    }
  });

  test("is enabled and forced on every table that names a tenant, with one policy per role", async () => {
    const bare =
      await owner()`SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r','p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`;
    expect(bare.map((r) => r.relname)).toEqual([]);
    const doubled =
      await owner()`SELECT tablename, r, count(*) FROM pg_policies, unnest(roles) r GROUP BY 1, 2 HAVING count(*) > 1`;
    expect(doubled.map((r) => r.tablename)).toEqual([]);
  });

  test("lets history be written but not rewritten", async () => {
    await expect(pool().db.execute(sql`UPDATE audit_events SET outcome = 'ok'`)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
    await expect(pool().db.execute(sql`DELETE FROM connection_events`)).rejects.toMatchObject({
      cause: { code: "42501" },
    });
  });
});

describe("the role check at start", () => {
  test("accepts the application's role and refuses one that owns tables", async () => {
    expect(await roleProblem()).toBeNull();
    expect(await roleProblem(drizzle(owner()) as never)).toMatch(/owns tables/);
  });

  test("refuses a role that bypasses row-level security or inherits the rights of its groups", async () => {
    const name = `probe_${process.pid}`;
    await owner().unsafe(`CREATE ROLE ${name} LOGIN PASSWORD 'probe' BYPASSRLS NOINHERIT`);
    const url = new URL(process.env.DATABASE_URL ?? "");
    url.username = name;
    url.password = "probe";
    const probe = postgres(url.href, { max: 1 });
    try {
      expect(await roleProblem(drizzle(probe) as never)).toMatch(/bypasses/);
      await owner().unsafe(`ALTER ROLE ${name} NOBYPASSRLS INHERIT`);
      expect(await roleProblem(drizzle(probe) as never)).toMatch(/inherits/);
    } finally {
      await probe.end();
      await owner().unsafe(`DROP ROLE ${name}`);
    }
  });
});
