import { sql } from "../../database.js";

/** Twenty rows of one query; `cells` pads each row, so that the HTML is as long as that of the page it stands beside. */
export default async function List({ searchParams }) {
  const { user, cells = "0" } = await searchParams;
  const rows = await sql`
    SELECT c.id, c.name, c.first_starts_at AS at, o.display_name AS owner FROM user_conferences m
      JOIN conferences c ON c.tenant_id = m.tenant_id AND c.id = m.conference_id
      JOIN users o ON o.tenant_id = c.tenant_id AND o.id = c.owner_id
    WHERE m.tenant_id = ${process.env.TENANT_ID} AND m.user_id = ${user} AND m.kind = 'scheduled' AND m.sort_at >= now()
    ORDER BY m.sort_at, m.conference_id LIMIT 20`;
  const padding = Array.from({ length: Number(cells) }, (_, i) => i);
  return (
    <main>
      <h1>Meetings</h1>
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="flex items-center gap-3 border-b px-4 py-2">
            <a href={`/meetings?c=${row.id}`} className="truncate font-medium">
              {row.name}
            </a>
            <time dateTime={row.at.toISOString()}>{row.at.toUTCString()}</time>
            {padding.map((i) => (
              <span key={i} className="text-sm text-muted">
                {row.owner}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </main>
  );
}
