import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type * as z from "zod";
import {
  cleanLine,
  cleanParagraph,
  clip,
  emailAddress,
  emailKey,
  graphemes,
  hasForbiddenCharacters,
  line,
  nameKey,
  paragraph,
  personName,
} from "@/lib/text";

/** Any code points at all; the ready-made generator of them takes a second to prepare. */
const ANY_CHARACTERS = fc
  .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 12 })
  .map((points) => String.fromCodePoint(...points));

const FAMILY = "👩\u200d👩\u200d👧\u200d👦";

function outcome(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input);
  return result.success ? result.data : result.error.issues.map(({ message }) => message).join();
}

describe("one line", () => {
  test.each([
    ["spaces and tabs", "  Ann \t  Bronson\n", "Ann Bronson"],
    ["separators of lines and paragraphs", "Q4\u2028review\u2029part\u0085two", "Q4 review part two"],
    ["the vertical tab of word processors", "Q4\vreview", "Q4 review"],
    ["decomposed accents", "Zoe\u0301", "Zoé"],
    ["an override", "\u202Egnp.exe", "gnp.exe"],
    ["isolates", "\u2066admin\u2069", "admin"],
    ["a zero-width space", "A\u200Bdmin", "Admin"],
    ["a joiner between letters", "A\u200Ddm\u200Cin", "Admin"],
    ["a soft hyphen, a word joiner, a byte order mark", "We\u00ADbi\u2060nar\uFEFF", "Webinar"],
    ["tags that hide text", "Ann\u{E0041}\u{E0042}", "Ann"],
    ["fillers that look like nothing", "\u3164Ann\u115F\u2800", "Ann"],
    ["a variation selector after a letter", "A\uFE0Fnn", "Ann"],
    ["half a character", "\ud800Ann", "\uFFFDAnn"],
    ["NUL", "Ann\u0000Bronson", "AnnBronson"],
  ])("cleans %s", (_what, input, clean) => expect(cleanLine(input)).toBe(clean));

  test.each([
    FAMILY,
    "🏳️‍🌈 👍🏽 🇫🇷 1️⃣ ❤️",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "می\u200cخواهم",
    "क्\u200dष",
    "葛\u{E0100}飾区",
    "Réunion : l’été\u00a0?",
    "{{7*7}} {name.__class__} %s %n $" + "{7*7}",
    "\"; DROP TABLE users;-- and ' OR 1=1--",
    '=HYPERLINK("http://evil","x")',
    "</script><script>alert(1)</script>",
    "Jean-Baptiste de La Rochefoucauld-Liancourt",
    "שלום עולם",
  ])("keeps %j as typed", (input) => expect(cleanLine(input)).toBe(input.normalize("NFC")));

  test("holds at most four marks on a letter", () => {
    const zalgo = cleanLine(`Z${"\u0335\u0321\u0489".repeat(200)}oe`);
    expect(zalgo.match(/\p{M}/gu)).toHaveLength(4);
    expect(zalgo.endsWith("oe")).toBe(true);
  });

  test("is stable: cleaning twice changes nothing, and nothing misleading is left", () => {
    const awkward = fc.constantFrom(
      ...[
        "\u200d",
        "\u200c",
        "\ufe0f",
        "\u202e",
        "\u0301",
        "\u0000",
        "👩",
        "🏽",
        "🇫",
        "\ud800",
        "\udc00",
        "क",
        "ا",
      ],
      ...[
        "\u{1F3F4}",
        "\u{E0067}",
        "\u{E007F}",
        "1",
        "\u20e3",
        " ",
        "\n",
        "\u2028",
        "\u3164",
        "\uFDD0",
        "ᄀ",
        "ᅡ",
      ],
    );
    const anything = fc.array(fc.oneof(awkward, ANY_CHARACTERS), { maxLength: 12 });
    fc.assert(
      fc.property(anything, (pieces) => {
        const raw = pieces.join("");
        for (const clean of [cleanLine, cleanParagraph]) {
          const once = clean(raw);
          expect(clean(once)).toBe(once);
          expect(once).toBe(once.normalize("NFC").trim());
          expect(hasForbiddenCharacters(once)).toBe(false);
          expect(once).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
        }
        expect(cleanLine(raw)).not.toMatch(/[\n\t]/);
      }),
      { numRuns: 400 },
    );
  });
});

test("several lines keep their breaks and tabs, however the breaks were typed", () => {
  expect(cleanParagraph(" one\r\ntwo\rthree\u2028four \n\tfive\n\n\n\n\nsix\n")).toBe(
    "one\ntwo\nthree\nfour\n\tfive\n\n\nsix",
  );
});

test("cleaning takes time in proportion to the text, whatever the text", () => {
  const units = ["\u00a0", " ", "\u0301", "\u200d", "👩\u200d", "\n ", "\u2800", "\t"];
  /** Milliseconds of this process's own work, whatever else the machine does; the least of three. */
  const workFor = (unit: string, length: number) => {
    const text = `${unit.repeat(length / unit.length)}x`.repeat(2);
    return Math.min(
      ...[1, 2, 3].map(() => {
        const before = process.cpuUsage();
        cleanLine(cleanParagraph(text));
        return process.cpuUsage(before).user / 1000;
      }),
    );
  };
  // Sixteen times the text: sixteen times the work in proportion, 256 times if it were quadratic.
  const grown = units.map((unit) => workFor(unit, 96_000) / Math.max(workFor(unit, 6_000), 5));
  expect(Math.max(...grown)).toBeLessThan(100);
});

describe("a line in a form", () => {
  const title = line(20);
  test.each([
    ["  Budget 2027 ", "Budget 2027"],
    ["", "required"],
    [undefined, "required"],
    [null, "required"],
    ["\u200b\u2060 \u3164", "required"],
    ["\u0301\u0301", "required"],
    ["x".repeat(21), "too_long"],
    ["x".repeat(2_000_000), "too_long"],
    ["Ann\u0000Bronson", "invalid_characters"],
    ["\ud800Ann", "invalid_characters"],
    ["Ann\u001b[31m", "invalid_characters"],
    ["Ann\ufffe", "invalid_characters"],
    [["Ann"], "invalid"],
    [{ length: 3 }, "invalid"],
    [7, "invalid"],
  ])("%j gives %j", (input, expected) => expect(outcome(title, input)).toBe(expected));

  test("counts characters as Postgres does, after cleaning", () => {
    expect(outcome(line(3), "😀😀😀")).toBe("😀😀😀");
    expect(outcome(line(3), " a\u200bb\u200bc ")).toBe("abc");
    expect(outcome(line(10, { min: 3 }), "ab")).toBe("too_short");
  });

  test("may be optional or empty", () => {
    expect(outcome(line(10, { min: 0 }), "   ")).toBe("");
    expect(outcome(line(10).optional(), undefined)).toBeUndefined();
    expect(outcome(paragraph(10), "")).toBe("");
    expect(outcome(paragraph(10, { min: 1 }), "\n ")).toBe("required");
    expect(outcome(paragraph(10), "a\r\nb")).toBe("a\nb");
  });
});

describe("the name of a person", () => {
  test("is limited by what is read, so that sixty-four families pass whole", () => {
    expect(outcome(personName(), FAMILY.repeat(64))).toBe(FAMILY.repeat(64));
    expect(outcome(personName(), "x".repeat(100))).toBe("x".repeat(100));
    expect(outcome(personName(), "x".repeat(101))).toBe("too_long");
    expect(outcome(personName(), FAMILY.repeat(101))).toBe("too_long");
  });

  test("is found without its accents, capitals and spaces", () => {
    expect(nameKey("  Zoé  Ørsted ")).toBe("zoe orsted");
    expect(nameKey("Œuvre Straße ŁÓDŹ")).toBe("oeuvre strasse lodz");
    expect(nameKey("A\u200Bdmin")).toBe(nameKey("admin"));
  });

  test("is shortened between characters, never inside one", () => {
    expect(graphemes(`${FAMILY}é`)).toEqual([FAMILY, "é"]);
    expect(clip(FAMILY.repeat(3), 2)).toBe(`${FAMILY}…`);
    expect(clip("Budget 2027", 8)).toBe("Budget…");
    expect(clip("Budget", 6)).toBe("Budget");
  });
});

describe("an e-mail address", () => {
  test.each([
    [" Ann@Corp.Test ", "Ann@corp.test"],
    ["ann+1@corp.test", "ann+1@corp.test"],
    ["", "required"],
    ["  ", "required"],
    [undefined, "required"],
    ["a@b.test, c@d.test", "invalid_email"],
    ["a@b.test;c@d.test", "invalid_email"],
    ['"x@evil.test a"@b.test', "invalid_email"],
    ["victim\uff20corp.test", "invalid_email"],
    ["\uff41nn@corp.test", "invalid_email"],
    ["<a@b.test>", "invalid_email"],
    ["a@b.test\u200B", "invalid_email"],
    ["a@b.test\r\nBcc: c@d.test", "invalid_email"],
    ["a\u0000@b.test", "invalid_email"],
    ["a@[127.0.0.1]", "invalid_email"],
    [`${"a".repeat(65)}@b.test`, "invalid_email"],
    [`${"a".repeat(290)}@corp.test`, "too_long"],
    [["a@b.test"], "invalid"],
  ])("%j gives %j", (input, expected) => expect(outcome(emailAddress(), input)).toBe(expected));

  test("is the same person's in any case, but not without its tag", () => {
    expect(emailKey("ANN@corp.test")).toBe(emailKey("ann@corp.test"));
    expect(emailKey("ann+1@corp.test")).not.toBe(emailKey("ann@corp.test"));
  });
});
