/**
 * Words that people typed, ready for print: French puts a space before some marks, and a line must not begin with one.
 * Only for what is shown; what is stored stays as it was typed.
 */
export const typeset = (text: string) => text.replace(/ (?=[:;!?»])/g, "\u00a0").replace(/« /g, "«\u00a0");
