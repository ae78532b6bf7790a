/**
 * What a field is sent that its form would never send. Sources: tests/hostile/inputs.json, groups A, G and J, and
 * everything that React's decoder of server actions can put in the place of a string.
 */

const NUL = "\u0000";
/** Half of a character: JSON can carry it, UTF-8 cannot. */
const LONE_SURROGATE = "\ud800";

/** Texts that are harmless only as text. */
const everyText: readonly string[] = [
  `Ann${NUL}Bronson`,
  `${LONE_SURROGATE}Ann`,
  "\u202Egnp.exe",
  "\u2066admin\u2069",
  "A\u200Bdmin",
  `Z${"\u0335".repeat(500)}`,
  "👩\u200d👩\u200d👧\u200d👦".repeat(64),
  "{{7*7}} ${7*7} {name.__class__} {name} <name> %s %n",
  "\"; DROP TABLE users;-- and ' OR 1=1--",
  "'; SELECT pg_sleep(60); --",
  '=HYPERLINK("http://evil.test","x")',
  "a\u2028b\u2029c\u0085d",
  "</script><script>window.__pwn=1</script>",
  "<img src=x onerror=window.__pwn=1>",
  "javascript:window.__pwn=1",
  "Bob\r\nX-INJ: 1\r\n\r\nBcc: c@d.test",
  "a@b.test, c@d.test",
  "%%%%%%",
  "_",
  "\\",
  "(a+)+$",
  "../../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "//evil.test",
  "__proto__",
  "constructor",
  "null",
  "undefined",
  "0",
  "-1",
  "1.5",
  "1e308",
  "٤٥٦٧",
  "2147483648",
  "\ufeff\u200b\u2060",
  "\u001b[31mred",
  "x".repeat(5000),
  "x".repeat(1_000_000),
  "é".repeat(100_000),
];

/** `npm run hostile` tries all of them in every field, `npm test` one of each kind. */
export const hostileTexts = process.env.FOYER_HOSTILE
  ? everyText
  : everyText.filter((_text, i) => [0, 1, 2, 7, 9, 15, 24, 33, 36, 37].includes(i));

/** Anything but text. */
export const wrongTypes: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2147483648,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n ** 30n,
  new Date(0),
  new Date(Number.NaN),
  {},
  { $ne: null },
  { length: 3 },
  { toString: "x" },
  [],
  ["a"],
  [["a"]],
  Array.from({ length: 100_000 }, () => "a"),
  new Map([["a", 1]]),
  new Set(["a"]),
  new Uint8Array(16),
  new Blob(["a"]),
  new URLSearchParams("a=b"),
  Symbol.for("react.element"),
];

/** Fields of rows that no form has. A command that knew one of them would write it (T-10, M-08). */
export const privilegedKeys = [
  "role",
  "accountRole",
  "tenantId",
  "ownerId",
  "organiserId",
  "isOperator",
  "isAdministrator",
  "isServerAdministrator",
  "administratorSince",
  "licence",
  "rights",
  "createdAt",
  "deletedAt",
  "sessionEpoch",
  "passwordHash",
  "linkGeneration",
  "capacity",
] as const;

/** Nested so deep that whoever walks it by recursion runs out of stack. */
export function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? { a: value } : [value];
  return value;
}
