import { describe, expect, test } from "vitest";
import {
  base32,
  codeAt,
  keyAddress,
  recoveryKey,
  stepAt,
  stepOfCode,
  totpKey,
} from "@/lib/auth/factors/rules";
import { deviceOf } from "@/lib/auth/sessions/rules";

const key = Buffer.from("12345678901234567890");

describe("codes of the app", () => {
  test.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("are those of RFC 6238, appendix B, at %d s", (seconds, code) => {
    expect(codeAt(key, stepAt(new Date(seconds * 1000)), 8)).toBe(code);
  });

  test("count a step before and after, and no further", () => {
    const at = new Date("2027-03-01T12:00:10Z");
    const now = stepAt(at);
    for (const off of [-1, 0, 1]) expect(stepOfCode(key, codeAt(key, now + off), at)).toBe(now + off);
    for (const off of [-2, 2]) expect(stepOfCode(key, codeAt(key, now + off), at)).toBeNull();
  });

  test.each([
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ])("keys are written in base32 as RFC 4648 does: %j", (text, written) => {
    expect(base32(Buffer.from(text))).toBe(written);
  });

  test("the picture holds an address that apps read, whatever the organisation is called", () => {
    const address = new URL(keyAddress(key, { issuer: "Énergies & Cie: Foyer", login: "nora" }));
    expect(address.protocol).toBe("otpauth:");
    expect(decodeURIComponent(address.pathname)).toContain("Énergies & Cie: Foyer:nora");
    expect(Object.fromEntries(address.searchParams)).toEqual({
      secret: base32(key),
      issuer: "Énergies & Cie: Foyer",
      algorithm: "SHA1",
      digits: "6",
      period: "30",
    });
    expect(address.search).not.toContain("+");
  });
});

test.each([
  ["k3vq7-m2dx9", "k3vq7m2dx9"],
  [" K3VQ7 M2DX9 ", "k3vq7m2dx9"],
  ["kOvqi-m2dxL", "k0vq1m2dx1"],
  ["k3vq7-m2dx", null],
  ["k3vq7-m2dxu", null],
  ["123456", null],
])("a recovery code is read as people copy it: %j", (typed, read) => {
  expect(recoveryKey(typed)).toBe(read);
});

test.each([
  ["123 456", "123456"],
  ["12345", null],
  ["١٢٣٤٥٦", null],
])("a code of the app is six digits: %j", (typed, read) => {
  expect(totpKey(typed)).toBe(read);
});

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox", "Windows"],
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Chrome",
    "Linux",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
    "Edge",
    "Windows",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    "Safari",
    "macOS",
  ],
  [
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    "Chrome",
    "Android",
  ],
  ["curl/8.0", null, null],
  [null, null, null],
])("a browser is called what its owner calls it: %s", (userAgent, browser, system) => {
  expect(deviceOf(userAgent)).toEqual({ browser, system });
});
