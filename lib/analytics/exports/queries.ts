import "server-only";
import { sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { registrationFormFields } from "@/db/schema";
import { mine } from "@/lib/server/scope";
import { getAnalysed, type UserScope } from "../queries";

const f = alias(registrationFormFields, "f");

export type AnswerColumn = { fieldId: string; key: typeof registrationFormFields.$inferSelect.standardKey };

/** The columns that the registration form adds to the file; e-mail is a column of everybody already. */
export async function listAnswerColumns(scope: UserScope, conferenceId: string): Promise<AnswerColumn[]> {
  await getAnalysed(scope, conferenceId);
  const rows = await scope.tx.execute<AnswerColumn>(sql`
    SELECT f.field_id AS "fieldId", f.standard_key AS key FROM registration_form_fields f
    WHERE ${mine(scope, f.tenantId)} AND f.conference_id = ${conferenceId} AND f.standard_key <> 'email'
    ORDER BY f.position`);
  return [...rows];
}
