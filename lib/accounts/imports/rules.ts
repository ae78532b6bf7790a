import Papa from "papaparse";
import { nameKey } from "@/lib/text";

/** So many lines are read at once; more are several files. */
export const IMPORT_LINES = 1000;

const columns = ["name", "firstName", "lastName", "email", "login", "groups"] as const;
export type Column = (typeof columns)[number];

/** What the heads of columns are called, in both languages and by other programs; compared by their letters only. */
const heads: Record<Column, readonly string[]> = {
  name: ["name", "nom", "fullname", "displayname", "nomcomplet", "nomaffiche"],
  firstName: ["firstname", "givenname", "prenom"],
  lastName: ["lastname", "surname", "familyname", "nomdefamille"],
  email: ["email", "mail", "emailaddress", "courriel", "adressemail", "adresseemail"],
  login: ["userid", "login", "username", "identifiant", "user", "utilisateur"],
  groups: ["groups", "group", "groupes", "groupe"],
};

const headOf = (cell: string): Column | undefined => {
  const letters = nameKey(cell).replace(/[^a-z]/g, "");
  return columns.find((column) => heads[column].includes(letters));
};

export type ImportLine = {
  /** As a person counts them in the file: the first is 1. */
  line: number;
  name: string;
  email: string;
  /** Empty when it is to be made from the address or the name. */
  login: string;
  groups: string[];
};

export type ParsedImport =
  | { ok: true; lines: ImportLine[] }
  | { ok: false; code: "import_empty" | "import_no_columns" | "import_too_many" };

/**
 * A table as spreadsheets save or copy it: commas, semicolons or tabs, with or without a line of heads. Without heads the
 * order is name, e-mail, user ID, groups. An apostrophe that our own files put before formulas is taken off again.
 */
export function parseImport(text: string): ParsedImport {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { delimitersToGuess: [";", ",", "\t"] });
  const rows = data
    .map((cells, i) => ({ line: i + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some(Boolean));
  const [first] = rows;
  if (!first) return { ok: false, code: "import_empty" };
  const found = first.cells.map(headOf);
  // An address in the first line says that it is a person already.
  const hasHeads = !first.cells.some((cell) => cell.includes("@"));
  const order: (Column | undefined)[] = hasHeads ? found : ["name", "email", "login", "groups"];
  const hasName = order.includes("name") || (order.includes("firstName") && order.includes("lastName"));
  if (!hasName || !order.includes("email")) return { ok: false, code: "import_no_columns" };
  const lines = hasHeads ? rows.slice(1) : rows;
  if (lines.length === 0) return { ok: false, code: "import_empty" };
  if (lines.length > IMPORT_LINES) return { ok: false, code: "import_too_many" };
  return { ok: true, lines: lines.map(({ line, cells }) => lineOf(line, cells, order)) };
}

function lineOf(line: number, cells: readonly string[], order: readonly (Column | undefined)[]): ImportLine {
  const cell = (column: Column) => (cells[order.indexOf(column)] ?? "").replace(/^'(?=[=+\-@|;%])/, "");
  const whole = order.includes("name") ? cell("name") : "";
  return {
    line,
    name: whole || `${cell("firstName")} ${cell("lastName")}`.trim(),
    email: cell("email"),
    login: cell("login"),
    groups: cell("groups")
      .split(cell("groups").includes("|") ? "|" : /[,;]/)
      .map((name) => name.trim())
      .filter(Boolean),
  };
}

/** A user ID for somebody who has none: from the address, or else from the name. */
export function proposedLogin({ email, name }: { email: string; name: string }): string {
  const from = email.split("@")[0] || name;
  const plain = nameKey(from)
    .replace(/[^a-z0-9._-]+/g, ".")
    .replace(/^[._-]+|[._-]+$/g, "")
    .slice(0, 60);
  return plain.length >= 2 ? plain : `user.${plain || "x"}`;
}
