import { listedTexts, textsOf } from "./inputs";

/** What a field is sent that its form would never send, beyond the texts of inputs.json. */

/** Texts that are harmless only as text and are in no list of others. */
const furtherTexts: readonly string[] = [
  "<img src=x onerror=window.__pwn=1>",
  "../../../etc/passwd",
  "\ufeff\u200b\u2060",
  "\u001b[31mred",
  "é".repeat(100_000),
];

/** One of each kind: what breaks a driver, a renderer, a template, a query, a header, an object, a limit. */
export const oneOfEachKind: readonly string[] = [
  ...["H-001", "H-002", "H-003", "H-010"].flatMap((id) => textsOf(id).slice(0, 1)),
  ...textsOf("H-011").slice(1),
  ...["H-096", "H-121", "H-045"].flatMap((id) => textsOf(id).slice(0, 1)),
  ...furtherTexts.slice(-3),
];

/** `npm run hostile` tries all of them in every field, `npm test` one of each kind. */
export const hostileTexts: readonly string[] = process.env.FOYER_HOSTILE
  ? [...listedTexts, ...furtherTexts]
  : oneOfEachKind;

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

/** Those of them that JSON can carry. */
export const wireTypes: readonly unknown[] = wrongTypes.filter((value) => {
  const isPlain =
    value === null ||
    (value !== undefined && Object.getPrototypeOf(value) === Object.prototype) ||
    Array.isArray(value);
  return isPlain || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
});

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
