import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { greetingName } from "@/lib/ports/mail/names";
import { guestCookieExpiry, maskEmail } from "@/lib/registrations/rules";
import { registerInput } from "@/lib/registrations/schema";
import { parseEmail } from "@/lib/text";
import { cityForm } from "@/lib/time/city-form";

describe("a masked address", () => {
  test.each([
    ["jb.delarochefoucauld@mairie-saint-brevin.fr", "j…d@mairie-saint-brevin.fr"],
    ["ana@example.org", "a…@example.org"],
    ["x@example.org", "x…@example.org"],
    ["anna@example.org", "a…a@example.org"],
  ])("%s → %s", (address, masked) => expect(maskEmail(address)).toBe(masked));

  test("never shows more than two letters of the name", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (typed) => {
        const address = parseEmail(typed);
        fc.pre(address !== null);
        const local = address?.slice(0, address.lastIndexOf("@")) ?? "";
        const shown = maskEmail(address ?? "").split("@")[0] ?? "";
        expect(shown.replace("…", "").length).toBeLessThanOrEqual(2);
        if (local.length > 2) expect(shown).not.toContain(local);
      }),
    );
  });
});

describe("the name in a greeting", () => {
  test.each([
    ["Jean-Baptiste Martin", "Jean-Baptiste"],
    ["D’Artagnan Dupont", "D’Artagnan"],
    ["O'Neil Ada", "O'Neil"],
    ["李 小龙", "李"],
    ["محمد علي", "محمد"],
  ])("%s is greeted as %s", (name, greeted) => expect(greetingName(name)).toBe(greeted));

  test.each([
    "www.casino.example Now",
    "Win 1000 Euros",
    "http://evil.example x",
    "Click here and win a new car today",
    "a@b.example Me",
    "<b>Ada</b> Lovelace",
    "Ada\nBcc: all@example.org",
    "",
    "x".repeat(61),
  ])("%j is not greeted", (name) => expect(greetingName(name)).toBeNull());
});

test("a guest's cookie lasts an hour longer than the conference, and a day in a room", () => {
  const now = new Date("2027-03-01T12:00:00Z");
  const at = (end: string | null) => guestCookieExpiry(end ? new Date(end) : null, now).toISOString();
  expect(at("2027-03-01T14:00:00Z")).toBe("2027-03-01T15:00:00.000Z");
  expect(at("2027-03-01T11:30:00Z")).toBe("2027-03-01T13:00:00.000Z");
  expect(at(null)).toBe("2027-03-02T12:00:00.000Z");
});

test("the form takes what people type, and nothing that no form sends", () => {
  const typed = {
    publicId: "toiture",
    locale: "fr",
    browser: "A".repeat(22),
    first_name: "  Jean-\u00A0Baptiste ",
    last_name: "de La Rochefoucauld",
    email: " JB@Mairie.Example ",
    company: "",
  };
  expect(registerInput.parse(typed)).toMatchObject({ email: "JB@mairie.example", company: "" });
  const codeOf = (more: object) => registerInput.safeParse({ ...typed, ...more }).error?.issues[0]?.message;
  expect(codeOf({ email: "jb@mairie" })).toBe("invalid_email");
  expect(codeOf({ email: "a@x.example, b@x.example" })).toBe("invalid_email");
  expect(codeOf({ email: "a@x.example\r\nBcc: b@x.example" })).toBe("invalid_email");
  expect(codeOf({ first_name: " \u200B " })).toBe("required");
  expect(codeOf({ company: "x".repeat(201) })).toBe("too_long");
  expect(codeOf({ last_name: "Nul\u0000" })).toBe("invalid_characters");
  const all = registerInput.safeParse({ ...typed, email: "jb", needs: "email,company,city" }).error?.issues;
  expect(all?.map((issue) => issue.path[0]).sort()).toEqual(["city", "company", "email"]);
  expect(registerInput.safeParse({ ...typed, role: "owner" }).success).toBe(false);
  expect(registerInput.safeParse({ ...typed, browser: "guess" }).success).toBe(false);
});

test("French joins a city in the way its name asks for", () => {
  expect(
    ["Paris", "Abidjan", "Édimbourg", "Le Caire", "La Havane", "Helsinki", "UTC", "Île-de-France"].map(
      cityForm,
    ),
  ).toEqual(["plain", "vowel", "vowel", "other", "other", "other", "other", "vowel"]);
});
