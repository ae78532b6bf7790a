import list from "./inputs.json" with { type: "json" };

/** One hostile input: what it is sent as, and what must come of it. */
export type HostileInput = { id: string; field: string; payload: string; expect: string; texts?: Text[] };

/** A text; or a beginning, and what follows it so many times. */
type Text = string | [before: string, repeated: string, times: number];

export const inputs = list as HostileInput[];

const spelt = (text: Text): string =>
  typeof text === "string" ? text : `${text[0]}${text[1].repeat(text[2])}`;

/** The texts of one input. */
export const textsOf = (id: string): string[] =>
  (inputs.find((input) => input.id === id)?.texts ?? []).map(spelt);

/** The texts of all of them, each once. */
export const listedTexts: readonly string[] = [
  ...new Set(inputs.flatMap(({ texts = [] }) => texts.map(spelt))),
];
