export const dynamic = "force-dynamic";

export async function GET() {
  const { sql } = await import("../../../database.js");
  await sql`SELECT 1`;
  return new Response("ok");
}
