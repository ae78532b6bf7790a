/** A cell: typed text is guarded against formulas, our own numbers are written as they are. */
export type CsvCell = string | number | null | undefined;

export interface CsvOptions {
  /** What stands between cells; spreadsheets in French expect a semicolon. */
  separator?: "," | ";";
}

const BOM = "\uFEFF";
const CHUNK = 16_384;
/** What a spreadsheet takes as the beginning of a formula or of an outside call. */
const FORMULA = /^[=+\-@|;%]/;
/** Characters that hide what comes after them. */
const HIDING = /^[\p{White_Space}\p{Cf}\p{Cc}\uFEFF]+/u;
/** Control characters cut a cell short in some programs. */
const CONTROL = /[^\P{Cc}\t\n\r]/gu;

/** The separator that spreadsheets expect in a language. */
export function csvSeparator(locale: string): "," | ";" {
  return locale.startsWith("fr") ? ";" : ",";
}

function isFormula(text: string): boolean {
  if (/^[\t\r\n]/.test(text)) return true;
  const first = [...text.replace(HIDING, "").slice(0, 2)][0] ?? "";
  // Full-width and small forms are folded to the sign they stand for.
  return FORMULA.test(first.normalize("NFKC"));
}

/**
 * One cell as RFC 4180 writes it. Text that a spreadsheet might run is kept as text by a leading apostrophe,
 * telephone numbers with a plus included.
 */
export function csvCell(value: CsvCell, { separator = "," }: CsvOptions = {}): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return "";
    // Where the separator is a semicolon the decimal sign is a comma.
    return separator === ";" ? String(value).replace(".", ",") : String(value);
  }
  const text = value.replace(CONTROL, "");
  const guarded = isFormula(text);
  const quoted = guarded || /[",;'\t\r\n]|^\s|\s$/.test(text);
  return quoted ? `"${guarded ? "'" : ""}${text.replaceAll('"', '""')}"` : text;
}

/** One line, with its end. */
export function csvRow(cells: readonly CsvCell[], options: CsvOptions = {}): string {
  return `${cells.map((cell) => csvCell(cell, options)).join(options.separator ?? ",")}\r\n`;
}

export interface CsvStreamOptions extends CsvOptions {
  header: readonly string[];
}

/**
 * A whole file as a stream. Rows are asked for only when the reader wants more, and a reader who goes away
 * ends the source, so that a query never runs for nobody.
 */
export function csvStream(
  rows: AsyncIterable<readonly CsvCell[]>,
  { header, separator = "," }: CsvStreamOptions,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const source = rows[Symbol.asyncIterator]();
  let pending = BOM + csvRow(header, { separator });
  let cancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          while (pending.length < CHUNK && !cancelled) {
            const next = await source.next();
            if (next.done) {
              if (pending) controller.enqueue(encoder.encode(pending));
              pending = "";
              controller.close();
              return;
            }
            pending += csvRow(next.value, { separator });
          }
        } catch (error) {
          if (cancelled) return;
          throw error;
        }
        if (cancelled) return;
        controller.enqueue(encoder.encode(pending));
        pending = "";
      },
      async cancel() {
        cancelled = true;
        await source.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

function ascii(text: string): string {
  return text
    .replace(/[œŒ]/g, "oe")
    .replace(/[æÆ]/g, "ae")
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");
}

/** A safe file name: `rooftop-surplus-participants-all-2026-11-23.csv`. */
export function csvFileName(name: string, suffix: string, date: string): string {
  const slug = (text: string) =>
    ascii(text)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-+|-+$/g, "");
  return `${[slug(name), slug(suffix), slug(date)].filter(Boolean).join("-") || "export"}.csv`;
}

/** The Content-Disposition of a download, with the full name for browsers that read RFC 5987. */
export function attachment(name: string): string {
  const clean = name.replace(/[\p{C}/\\]/gu, "").trim() || "download";
  const plain =
    ascii(clean)
      .replace(/[^\w .()-]/g, "_")
      .replace(/^[. ]+/, "") || "download";
  const encoded = encodeURIComponent(clean).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** The answer of a route that saves a list: one line after the other, never kept by anybody on the way. */
export function csvAnswer(
  rows: AsyncIterable<readonly CsvCell[]>,
  { name, header, locale }: { name: string; header: readonly string[]; locale: string },
): Response {
  return new Response(csvStream(rows, { header, separator: csvSeparator(locale) }), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": attachment(name),
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
