import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { passwordProblem } from "@/lib/accounts/rules";
import { loginKey, loginPattern, safePath } from "@/lib/auth/rules";

describe("where one goes after signing in", () => {
  test.each([
    "//evil.test",
    "https://evil.test",
    "http:evil.test",
    "https:evil",
    "/\\evil.test",
    "\\\\evil.test",
    "/\t/evil.test",
    "/\n//evil.test",
    "\t//evil.test",
    " //evil.test",
    "/.//evil.test",
    "/a/..//evil.test",
    "/%2e//evil.test",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil",
    "evil.test",
    "",
    undefined,
    null,
    ["/home", "/x"],
    "/\u0000home",
    `/${"a".repeat(3000)}`,
  ])("%j is refused", (next) => {
    expect(safePath(next)).toBe("/home");
  });

  test.each([
    ["/meetings?x=1#top", "/meetings?x=1#top"],
    ["/c/k3vq-7m2d-x9ta", "/c/k3vq-7m2d-x9ta"],
    ["/%09/evil.test", "/%09/evil.test"],
    ["/meetings?next=//evil.test", "/meetings?next=//evil.test"],
    ["/réunions", "/r%C3%A9unions"],
  ])("%s is followed", (next, path) => {
    expect(safePath(next)).toBe(path);
  });

  test.each(["/sign-in", "/sign-in?next=/home", "/api/auth/signout", "/setup/abc"])(
    "%s would lead round in circles or do something",
    (next) => {
      expect(safePath(next)).toBe("/home");
    },
  );

  test("whatever is asked, a browser stays on this site", () => {
    const origin = "https://foyer.example";
    const piece = fc.constantFrom(
      "/",
      "\\",
      "//",
      "evil.test",
      "\t",
      "\n",
      ".",
      "..",
      "%2f",
      "@",
      ":",
      "?",
      "#",
      "a",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const path = safePath(pieces.join(""));
        expect(path.startsWith("/") && !path.startsWith("//")).toBe(true);
        expect(new URL(path, origin).origin).toBe(origin);
      }),
    );
  });
});

describe("user IDs", () => {
  test.each(["ab", "maelle.guerin", "a-b_c.9", "a".repeat(64)])("%s can be chosen", (login) => {
    expect(loginPattern.test(login)).toBe(true);
  });
  test.each(["a", "", "Maelle", "maëlle", "a b", "a@b", "a".repeat(65), "admin\u200b", "аdmin"])(
    "%j cannot",
    (login) => {
      expect(loginPattern.test(login)).toBe(false);
    },
  );
  test("case and outer spaces make no difference", () => {
    expect(loginKey("  Maelle.Guerin ")).toBe("maelle.guerin");
  });
});

describe("new passwords", () => {
  test.each([
    ["court", "too_short"],
    ["é".repeat(3), "too_short"],
    ["x".repeat(1025), "too_long"],
    ["é".repeat(513), "too_long"],
    ["password", "password_common"],
    ["Password2026!", "password_common"],
    ["motdepasse", "password_common"],
    ["12345678", "password_common"],
    ["987654321", "password_common"],
    ["11111111", "password_common"],
    ["aaaaaaaaaa", "password_common"],
    ["Clairval99", "password_common"],
    ["maelle.guerin", "password_common"],
    ["Guérin2026", "password_common"],
  ])("%s: %s", (password, problem) => {
    expect(passwordProblem(password, ["Maëlle Guérin", "maelle.guerin", "Clairval Énergies"])).toBe(problem);
  });
  test.each([
    "foyer-demo",
    "correct horse battery",
    "é".repeat(2) + "tang bleu",
    "73910582",
    "p@ss w0rd lune",
    "密码密码很长的",
  ])("%s can be used", (password) => {
    expect(passwordProblem(password, ["Maëlle Guérin", "maelle.guerin", "Clairval Énergies"])).toBeNull();
  });
});
