import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatConferenceId,
  isUuid,
  newConferenceId,
  parseConferenceId,
  parseCustomConferenceId,
  randomToken,
  uuidv7,
} from "@/lib/ids";

describe("row ids", () => {
  test("are UUIDs of version 7 that sort by time", () => {
    const ids = [1, 2 ** 32 - 1, 2 ** 32, 1_800_000_000_000, 2 ** 47].map((now) => uuidv7(now));
    expect(ids.every(isUuid)).toBe(true);
    expect(ids.every((id) => id[14] === "7" && "89ab".includes(id[19] ?? ""))).toBe(true);
    expect(ids.toSorted()).toEqual(ids);
    expect(Number.parseInt(uuidv7(1_800_000_000_123).replaceAll("-", "").slice(0, 12), 16)).toBe(
      1_800_000_000_123,
    );
  });

  test("differ even within one millisecond", () => {
    expect(new Set(Array.from({ length: 5000 }, () => uuidv7(42))).size).toBe(5000);
  });

  test.each(["", "1", "0190-", `${uuidv7()} `, uuidv7().toUpperCase(), null, [uuidv7()]])(
    "%j is not taken for one",
    (text) => expect(isUuid(text)).toBe(false),
  );
});

describe("the conference ID", () => {
  test("is twelve Crockford characters, every one of them used", () => {
    const ids = Array.from({ length: 2000 }, newConferenceId);
    expect(new Set(ids).size).toBe(2000);
    expect(ids.every((id) => /^[0-9a-hjkmnp-tv-z]{12}$/.test(id))).toBe(true);
    expect(new Set(ids.join("")).size).toBe(32);
  });

  test("is shown as xxxx-xxxx-xxxx and read without regard to case, hyphens, I, L and O", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Array.from({ length: 200 }, newConferenceId)), fc.nat(3), (id, seed) => {
        const shown = formatConferenceId(id);
        expect(shown).toMatch(/^.{4}-.{4}-.{4}$/);
        const one = ["1", "i", "L", "I"][seed] ?? "1";
        const typed = shown.replaceAll("1", one).replaceAll("0", seed % 2 ? "O" : "o");
        expect(parseConferenceId(typed)).toBe(id);
        expect(parseConferenceId(`  ${typed.toUpperCase()} `)).toBe(id);
        expect(parseConferenceId(typed.replaceAll("-", ""))).toBe(id);
        expect(parseConferenceId(typed.replaceAll("-", "\u2011"))).toBe(id);
        expect(parseConferenceId(typed.replaceAll("-", " "))).toBe(id);
      }),
    );
  });

  test("may be a custom one of [a-z0-9-]{3,64}", () => {
    expect(parseConferenceId("Board-Room")).toBe("board-room");
    expect(parseConferenceId("abc")).toBe("abc");
    expect(parseConferenceId("x".repeat(64))).toBe("x".repeat(64));
    expect(formatConferenceId("board-room")).toBe("board-room");
  });

  test.each([
    ...[
      "",
      "ab",
      "x".repeat(65),
      "x".repeat(10_000),
      "a/b",
      "../etc",
      "a b",
      "été-2027",
      "%2e%2e",
      "a\u0000bc",
    ],
    ...["\u0440ayment", "\uff57ebinar", "webinar\u00AD", "\u212Aitchen", "admin", "API", "null", "undefined"],
    ...[".well-known", "_next", null, undefined, 7, ["abc"], { toString: () => "abc" }],
  ])("refuses %j", (input) => expect(parseConferenceId(input)).toBeNull());

  test("cannot be chosen so that it reads as a generated one", () => {
    expect(parseCustomConferenceId("Assembly-2027")).toBe(null);
    expect(parseCustomConferenceId("budget-2027")).toBe("budget-2027");
    expect(parseCustomConferenceId("k7m2-9qxw-4t3r")).toBeNull();
    expect(parseCustomConferenceId("-budget")).toBeNull();
    expect(parseCustomConferenceId("room")).toBeNull();
  });
});

test("tokens are 128 random bits in letters that need no escaping", () => {
  const tokens = Array.from({ length: 1000 }, () => randomToken());
  expect(new Set(tokens).size).toBe(1000);
  expect(tokens.every((token) => /^[\w-]{22}$/.test(token))).toBe(true);
  expect(randomToken(32)).toHaveLength(43);
});
