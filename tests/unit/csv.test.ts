import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, test } from "vitest";
import { attachment, type CsvCell, csvCell, csvFileName, csvRow, csvSeparator, csvStream } from "@/lib/csv";

/** Any code points at all; the ready-made generator of them takes a second to prepare. */
const ANY_CHARACTERS = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 12 })
  .map((points) => String.fromCodePoint(...points));

async function read(stream: ReadableStream<Uint8Array>): Promise<string> {
  return Buffer.from(await new Response(stream).arrayBuffer()).toString("utf8");
}

async function* lines(count: number, ended?: () => void): AsyncGenerator<CsvCell[]> {
  try {
    for (let index = 0; index < count; index++) yield [index, `Ann ${index}`, "x".repeat(100)];
  } finally {
    ended?.();
  }
}

describe("[T23] a CSV cell", () => {
  test.each([
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1+1",
    "|calc",
    ";=1",
    "\u00a0=1",
  ])("%j cannot be run by a spreadsheet", (text) => expect(csvCell(text)).toBe(`"'${text}"`));

  test.each(["\u200b=1", "\ufeff@x", "﹣1", "＋1", "＠x", "⁺1", "%0A=1"])("nor can %j", (text) =>
    expect(csvCell(text)).toMatch(/^"'/),
  );

  test("keeps telephone numbers readable and our own numbers as numbers", () => {
    expect(csvCell("+33123456789")).toBe(`"'+33123456789"`);
    expect([-5, 0, 12.5, 1e21, Number.NaN, Number.POSITIVE_INFINITY].map((value) => csvCell(value))).toEqual([
      ...["-5", "0", "12.5", "1e+21", "", ""],
    ]);
    expect(csvCell(-12.5, { separator: ";" })).toBe("-12,5");
    expect([csvCell(null), csvCell(undefined), csvCell("")]).toEqual(["", "", ""]);
  });

  test("is quoted only where that is needed", () => {
    expect(csvRow(["Ann", "Bronson, Ann", 'say "hi"', "two\nlines", "a;b"])).toBe(
      'Ann,"Bronson, Ann","say ""hi""","two\nlines","a;b"\r\n',
    );
    expect(csvRow(["a;b", 1], { separator: ";" })).toBe('"a;b";1\r\n');
    expect(csvCell("A\u0000n\u001bn")).toBe("Ann");
  });

  test("comes back from an independent parser as it went in, whatever it holds", () => {
    const awkward = fc.constantFrom('"', ",", ";", "\n", "\r\n", "=", "'", " ", "é", "👍", "\t", "-");
    const cell = fc
      .array(fc.oneof(awkward, fc.string({ unit: "grapheme" })), { maxLength: 8 })
      .map((all) => all.join(""));
    const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.constantFrom("," as const, ";" as const), (rows, separator) => {
        const file = rows.map((row) => csvRow(row, { separator })).join("");
        const parsed = Papa.parse<string[]>(file, { delimiter: separator, newline: "\r\n" });
        expect(parsed.errors).toEqual([]);
        expect(parsed.data.pop()).toEqual([""]);
        for (const [index, row] of rows.entries()) {
          for (const [column, text] of row.entries()) {
            const back = parsed.data[index]?.[column] ?? "";
            expect(back.replace(/^'/, "")).toBe(text.replace(/^'/, "").replace(/[^\P{Cc}\t\r\n]/gu, ""));
            expect(back).not.toMatch(/^[=+\-@\t\r\n]/);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("[T23] a CSV file", () => {
  test("begins with a byte order mark, ends its lines with CR LF, guards its headings too", async () => {
    async function* rows() {
      yield ["Zoé", 3];
    }
    const file = csvStream(rows(), { header: ["Name", "=Joins"], separator: csvSeparator("fr") });
    expect(await read(file)).toBe(`\uFEFFName;"'=Joins"\r\nZoé;3\r\n`);
    expect([csvSeparator("fr"), csvSeparator("fr-CA"), csvSeparator("en")]).toEqual([";", ";", ","]);
  });

  test("has every line, in order", async () => {
    const parsed = Papa.parse<string[]>(
      (await read(csvStream(lines(5000), { header: ["#", "n", "x"] }))).trim(),
    );
    expect(parsed.data).toHaveLength(5001);
    expect(parsed.data.slice(1).every((row, index) => row[0] === String(index))).toBe(true);
  });

  test("is a heading alone when there is nothing to save", async () => {
    expect(await read(csvStream(lines(0), { header: ["Name"] }))).toBe("\uFEFFName\r\n");
  });

  test("asks for rows only as they are read, and ends the source when the reader goes away", async () => {
    let ended = 0;
    let asked = 0;
    async function* counted() {
      for await (const row of lines(1_000_000, () => ended++)) {
        asked++;
        yield row;
      }
    }
    const reader = csvStream(counted(), { header: ["#"] }).getReader();
    expect(asked).toBe(0);
    const first = await reader.read();
    expect(first.value?.byteLength).toBeLessThan(20_000);
    expect(asked).toBeLessThan(200);
    await reader.cancel();
    expect(ended).toBe(1);
    expect(asked).toBeLessThan(200);
  });

  test("passes a failure of the source on instead of ending as if complete", async () => {
    // biome-ignore lint/correctness/useYield: a source that fails at once
    async function* broken(): AsyncGenerator<CsvCell[]> {
      throw new Error("connection lost");
    }
    await expect(read(csvStream(broken(), { header: ["#"] }))).rejects.toThrow("connection lost");
  });
});

describe("[T23] the name of the file", () => {
  test("is plain ASCII and says what it holds", () => {
    expect(csvFileName("Réunion d’équipe : cœur", "participants-all", "2026-11-23")).toBe(
      "reunion-d-equipe-coeur-participants-all-2026-11-23.csv",
    );
    expect(csvFileName("会議 ../../x", "all", "2026-11-23")).toBe("x-all-2026-11-23.csv");
    expect(csvFileName("", "", "")).toBe("export.csv");
  });

  test("cannot break out of its header", () => {
    expect(attachment('Été "x"\r\nSet-Cookie: a=b/../c.csv')).toBe(
      `attachment; filename="Ete _x_Set-Cookie_ a_b..c.csv"; filename*=UTF-8''${encodeURIComponent('Été "x"Set-Cookie: a=b..c.csv')}`,
    );
    fc.assert(
      fc.property(ANY_CHARACTERS, (name) => {
        const header = attachment(name);
        expect(header).toMatch(/^attachment; filename="[\w .()-]+"; filename\*=UTF-8''[\w.~%-]+$/);
        new Headers({ "content-disposition": header });
      }),
    );
  });
});
