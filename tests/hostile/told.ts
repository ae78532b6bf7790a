/** The last words of `npm run hostile`: what was tried, where, and aloud what could not be. */
import { inputs } from "./inputs";
import { inputRows, type Missing, missing } from "./rows";

const rowOf = (id: string) => inputRows[id] ?? {};
const waiting = inputs.filter(({ id }) => rowOf(id).waits);
const inFields = inputs.filter(({ texts = [] }) => texts.length > 0);
const byTests = inputs.filter(({ id }) => (rowOf(id).tried ?? []).length > 0);
const tried = inputs.filter(
  ({ id }) => inFields.some((one) => one.id === id) || byTests.some((one) => one.id === id),
);

console.log(`\nhostile inputs: ${inputs.length}`);
console.log(`  ${inFields.length} as texts in every field, query and path`);
console.log(`  ${byTests.length} by tests of their own, here or in npm test (tests/hostile/rows.ts)`);
console.log(`  ${waiting.length} NOT APPLICABLE yet, in whole or in part:`);
for (const name of Object.keys(missing) as Missing[]) {
  const ids = waiting.filter(({ id }) => rowOf(id).waits === name).map(({ id }) => id);
  console.log(`    NOT APPLICABLE: ${missing[name].what}: ${ids.join(", ")}`);
}
const unaccounted = inputs.filter((input) => !tried.includes(input) && !waiting.includes(input));
for (const { id } of unaccounted) console.log(`  FORGOTTEN: ${id}`);
process.exit(unaccounted.length === 0 ? 0 : 1);
