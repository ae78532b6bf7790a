import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/tokens.css", import.meta.url), "utf8");

type Theme = "light" | "dark";
const tokens: Record<Theme, Record<string, string>> = { light: {}, dark: {} };
for (const [, name = "", light = "", dark = ""] of css.matchAll(
  /--([\w-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/g,
)) {
  tokens.light[name] = light;
  tokens.dark[name] = dark;
}

/** Relative luminance of an oklch colour (CSS Color 4, WCAG 2.2); channels are clipped to sRGB. */
function luminance(colour: string): number {
  const [l = 0, c = 0, h = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z);
  const green = clip(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z);
  const blue = clip(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Theme, front: string, back: string): number {
  const [a, b] = [front, back].map((name) => {
    const colour = tokens[theme][name];
    if (!colour) throw new Error(`no token ${name}`);
    return luminance(colour);
  }) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const grounds = ["canvas", "surface", "raised", "sunken", "hover", "selected"];
const statuses = ["primary", "danger", "success", "warning", "room"];
const texts: [string, string][] = [
  ...["fg", "fg-muted", "fg-subtle"].flatMap((text) =>
    grounds.map((ground): [string, string] => [text, ground]),
  ),
  ...[...statuses, "live"].map((status): [string, string] => [`${status}-fg`, status]),
  ...[...statuses, "ember"].flatMap((status) =>
    [`${status}-soft`, "surface", "canvas"].map((ground): [string, string] => [`${status}-text`, ground]),
  ),
  ...[0, 1, 2, 3, 4, 5].map((tone): [string, string] => [`av${tone}f`, `av${tone}b`]),
];
const signs: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ["border-strong", ground],
    ["ring", ground],
  ]),
  ...["primary", "danger", "success", "room", "live", "ember-line"].map((sign): [string, string] => [
    sign,
    "surface",
  ]),
];

describe.each<Theme>(["light", "dark"])("[A10] %s colours", (theme) => {
  it("[A10] has every token in both themes", () => {
    expect(Object.keys(tokens[theme]).length).toBeGreaterThan(55);
  });

  it("[A10] keeps text at 4.5 : 1 or more", () => {
    const weak = texts.filter(([front, back]) => contrast(theme, front, back) < 4.5);
    expect(weak).toEqual([]);
  });

  it("[A10] keeps edges, focus rings and signs at 3 : 1 or more", () => {
    const weak = signs.filter(([front, back]) => contrast(theme, front, back) < 3);
    expect(weak).toEqual([]);
  });
});

describe("[A11] theme by the browser's wish", () => {
  it("[A11] follows prefers-color-scheme unless data-theme says otherwise, without scripts", () => {
    expect(css).toMatch(/:root \{\s*color-scheme: light dark;/);
    expect(css).toMatch(/:root\[data-theme="dark"\] \{\s*color-scheme: dark;/);
    expect(css).toMatch(/:root\[data-theme="light"\] \{\s*color-scheme: light;/);
  });
});
