import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canKeepContacts } from "@/lib/contacts/policy";
import { parseCallString, parsePhone, searchKeyOf, telHref, wordsOfSearch } from "@/lib/contacts/rules";
import { addContactInput, contactOfForm } from "@/lib/contacts/schema";

describe("[W10] a call string", () => {
  test.each([
    ["sip:room@example.org", "sip:room@example.org"],
    ["SIP:Room@Example.ORG", "sip:Room@example.org"],
    ["  sips:218@tel.clairval.coop:5061;transport=tls ", "sips:218@tel.clairval.coop:5061;transport=tls"],
    ["sip:example.org", "sip:example.org"],
    ["sip:+33240123456@gw.example.org;user=phone", "sip:+33240123456@gw.example.org;user=phone"],
    ["sip:room@[2001:DB8::1]:5060", "sip:room@[2001:db8::1]:5060"],
    ["h323:board@Example.org", "h323:board@example.org"],
    ["h323:Boardroom", "h323:Boardroom"],
    ["h323:192.0.2.7", "h323:192.0.2.7"],
    ["rtsp://Camera.example.org:554/live/1?profile=a", "rtsp://camera.example.org:554/live/1?profile=a"],
    ["rtsp://viewer@camera.example.org/1", "rtsp://viewer@camera.example.org/1"],
    ["tel:+33 2 40 12 34 56", "tel:+33240123456"],
    ["+33 (2) 40-12.34.56", "tel:+33240123456"],
    ["+33\u00a02\u202f40 12 34 56", "tel:+33240123456"],
  ])("%s is kept as %s", (typed, value) => {
    expect(parseCallString(typed)).toEqual({ value });
    // Its stored form is stable.
    expect(parseCallString(value)).toEqual({ value });
  });

  test.each([
    ["room@example.org", "call_string_scheme"],
    ["https://example.org", "call_string_scheme"],
    ["javascript:alert(1)", "call_string_scheme"],
    ["mailto:a@example.org", "call_string_scheme"],
    ["sip", "call_string_scheme"],
    ["02 40 12 34 56", "call_string_phone"],
    ["tel:112", "call_string_phone"],
    ["tel:+0123456789", "call_string_phone"],
    ["+123456789012345678", "call_string_phone"],
    ["sip:", "call_string_address"],
    ["sip:room@", "call_string_address"],
    ["sip:room@exa mple.org", "call_string_address"],
    ["sip:room@example.org:70000", "call_string_address"],
    ["sip:room@example.org:0", "call_string_address"],
    ["sip:room@-example.org", "call_string_address"],
    ["sip:a@b@example.org", "call_string_address"],
    ["sip:rööm@example.org", "call_string_address"],
    ["sip:room@example.org;<script>", "call_string_address"],
    ["sip:room@example.org?subject=x", "call_string_address"],
    ["h323:room@example.org;a=b", "call_string_address"],
    ["rtsp:camera.example.org", "call_string_address"],
    ["rtsp://", "call_string_address"],
    ["rtsp://camera.example.org/\u0022onload", "call_string_address"],
    ["rtsp://viewer:secret@camera.example.org/1", "call_string_password"],
    ["sip:room:secret@example.org", "call_string_password"],
    [`sip:${"a".repeat(300)}@example.org`, "too_long"],
  ])("%s is refused with %s", (typed, problem) => {
    expect(parseCallString(typed)).toEqual({ problem });
  });

  test("never keeps white space, quotes, angle brackets or anything but ASCII, whatever is typed", () => {
    const scheme = fc.constantFrom("sip:", "sips:", "h323:", "rtsp://", "tel:", "");
    fc.assert(
      fc.property(scheme, fc.string({ maxLength: 40 }), (start, rest) => {
        const parsed = parseCallString(start + rest);
        if ("value" in parsed) expect(parsed.value).toMatch(/^(sips?|h323|rtsp|tel):[!#-;=?-~]+$/);
      }),
    );
  });
});

test("[W09] a phone number is kept as people write it, extensions included", () => {
  for (const number of ["218", "06 39 98 14 27", "+33 (0)2 40 12 34 56", "02.40.12.34.56", "01/23"]) {
    expect(parsePhone(number), number).toBe(number);
  }
  for (const other of ["", "7", "call me", "+", "06 39 98 14 27 x", "1".repeat(21), "+33+2"]) {
    expect(parsePhone(other), other).toBeNull();
  }
  expect(telHref("+33 (0)2 40 12 34 56")).toBe("tel:+330240123456");
});

test("[W09, W10] a contact is found by the beginning of any of its words, and by digits of its numbers", () => {
  const found = (q: string, key: string) => wordsOfSearch(q).every((word) => key.includes(` ${word}`));
  const person = searchKeyOf({
    displayName: "Anne-Élodie Garnier",
    company: "Énergie & Cie",
    emails: ["A.Garnier@Example.org"],
    phones: ["06 39 98 14 27"],
  });
  for (const q of ["garn", "elodie g", "ANNE", "energie", "a.garnier@", "06 39", "063998", "anne-é"]) {
    expect(found(q, person), q).toBe(true);
  }
  for (const q of ["arnier", "3998", "zoe", "garnier zoe"]) expect(found(q, person), q).toBe(false);
  const room = searchKeyOf({ displayName: "Board", callString: "sip:Room@example.org" });
  for (const q of ["room@", "sip:room", "board"]) expect(found(q, room), q).toBe(true);
  const line = searchKeyOf({ displayName: "Desk", callString: "tel:+33240123456" });
  expect(found("+33 2 40", line)).toBe(true);
});

test("[W09] fields of the form become lists in their order, and each error stands at its field", () => {
  const form = {
    kind: "person",
    requestId: "",
    displayName: "Élodie",
    "emails.1": "not one",
    "emails.0": "a@example.org",
    "phones.2": "06 39 98 14 27",
  };
  const input = contactOfForm(form);
  expect(input).toEqual({
    kind: "person",
    displayName: "Élodie",
    emails: ["a@example.org", "not one"],
    phones: ["", "", "06 39 98 14 27"],
  });
  const refused = addContactInput.safeParse(input);
  expect(refused.error?.issues.map((issue) => [issue.path.join("."), issue.message])).toEqual([
    ["emails.1", "invalid_email"],
  ]);
  const kept = addContactInput.parse({ ...input, emails: ["a@example.org", "", "a@example.org"] });
  expect(kept).toMatchObject({ emails: ["a@example.org"], phones: ["06 39 98 14 27"], company: null });
  expect(addContactInput.safeParse({ ...input, emails: Array(11).fill("") }).success).toBe(false);
});

test("[H03, H05] the right decides, and the reason names who can give it", () => {
  const user = (rights: string[]) => ({ kind: "user", rights: new Set(rights) }) as never;
  expect(canKeepContacts(user(["address_book"]), { who: "Théodore" })).toBe(true);
  expect(canKeepContacts(user(["create_conferences"]), { who: "Théodore" })).toEqual({
    reason: "right_address_book",
    params: { who: "Théodore" },
  });
  expect(canKeepContacts({ kind: "anonymous" } as never, { who: "" })).toEqual({ reason: "signed_out" });
});
