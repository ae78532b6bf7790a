import postgres from "postgres";

/** Ten connections like Foyer's pool, and nothing else of it: statements are prepared, no role is entered. */
globalThis.anchorPool ??= postgres(process.env.DATABASE_URL, {
  max: 10,
  onnotice: () => undefined,
  // Row-level security asks for the tenant; here it is the same for everybody.
  connection: process.env.TENANT_ID ? { "app.tenant": process.env.TENANT_ID } : {},
});

export const sql = globalThis.anchorPool;
