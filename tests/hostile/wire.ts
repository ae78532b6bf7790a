/** Bodies that React's own code never sends to a server action, as they stand on the wire. */

export const BOUNDARY = "BOUNDARY";
const multipartType = `multipart/form-data; boundary=${BOUNDARY}`;

/** A form as a browser sends it. */
export const multipart = (fields: Record<string, string>): string =>
  `${Object.entries(fields)
    .map(
      ([name, value]) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join("")}--${BOUNDARY}--\r\n`;

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

/** H-117, H-120, H-121: what stands in the place of the arguments. */
export const malformedArguments = (): Record<string, string> => ({
  nothing: "",
  "no JSON": "{{{{",
  NUL: "\u0000",
  null: "null",
  "a text": '"x"',
  "a number": "1",
  "an object": '{"a":1}',
  undefined: '["$undefined"]',
  "a date that is none": '["$Dzz"]',
  "a number that is none": '["$nzz"]',
  "a huge number": `["$n${"9".repeat(300)}"]`,
  "numbers that are none": '["$NaN","$Infinity","$-Infinity","$-0"]',
  "a map that is missing": '["$Q1"]',
  "a set that is missing": '["$W1"]',
  "a form that is missing": '["$K1"]',
  "a part that is missing": '["$1"]',
  itself: '["$0"]',
  "a function": '["$F1"]',
  "an iterator": '["$i1"]',
  "a promise": '["$@0"]',
  "a file": '["$B1"]',
  "a stream": '["$R1"]',
  "a way into the prototype": '["$1:__proto__:x"]',
  "a way to the constructor": '["$0:constructor:constructor"]',
  thenable: '[{"then":"$1:__proto__:then"}]',
  "keys of the prototype": '[{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}]',
  "an operator": '[{"$ne":null}]',
  "a list in a list": '[["a"]]',
  "1,000 levels": nested(1000),
  "100,000 levels": nested(100_000),
  "60,000 keys": `[{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join()}}]`,
  "100,000 arguments": JSON.stringify(Array.from({ length: 100_000 }, () => "a")),
});

/** The same in place of a form. */
export const malformedForms = (): Record<string, { body: string; type: string }> => ({
  nothing: { body: "", type: multipartType },
  "no form": { body: "trash", type: multipartType },
  "no end": {
    body: multipart({ "0": '[{"at":0},"$K1"]' }).replace(`--${BOUNDARY}--`, ""),
    type: multipartType,
  },
  "no boundary": { body: "x", type: "multipart/form-data" },
  "no arguments": { body: multipart({ x: "1" }), type: multipartType },
  "arguments that are no JSON": { body: multipart({ "0": "{{{{" }), type: multipartType },
  "an action that is no JSON": {
    body: multipart({ $ACTION_REF_1: "", "$ACTION_1:0": "{{{{" }),
    type: multipartType,
  },
  "an action that is missing": { body: multipart({ $ACTION_REF_1: "" }), type: multipartType },
  "an action of another build": {
    body: multipart({ [`$ACTION_ID_7f${"0".repeat(40)}`]: "" }),
    type: multipartType,
  },
  "1,000 keys": {
    body: multipart({
      ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`_1_k${i}`, "v"])),
      "0": '[{"at":0},"$K1"]',
    }),
    type: multipartType,
  },
  "another kind of form": { body: "a=b", type: "application/x-www-form-urlencoded" },
  "no kind at all": { body: '["$K1"]', type: "" },
});
