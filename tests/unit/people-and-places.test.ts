import { describe, expect, it } from "vitest";
import { currentHref, type NavItem, tabBarSplit } from "@/components/shell/nav";
import { avatarTone, initials } from "@/components/ui/avatar";

describe("initials", () => {
  it.each([
    ["Maëlle Le Goff", "MG"],
    ["Jean-Baptiste de La Rochefoucauld-Liancourt", "JR"],
    ["Sean O’Brien", "SO"],
    ["Élise d’Ornano", "ÉO"],
    ["Ludwig van der Rohe", "LR"],
    ["Cher", "C"],
    ["  ", "?"],
    ["de la", "DL"],
    ["李 小龙", "李小"],
    ["निशा शर्मा", "निश"],
    ["👩\u200d👩\u200d👧\u200d👦👩\u200d👩\u200d👧\u200d👦", "👩\u200d👩\u200d👧\u200d👦"],
  ])("takes the first and last word of %s", (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});

describe("avatarTone", () => {
  it("is one of six, and the same for the same person", () => {
    const tones = Array.from({ length: 200 }, (_, index) => avatarTone(`person-${index}`));
    expect(new Set(tones)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(avatarTone("person-7")).toBe(tones[7]);
  });
});

const item = (href: string, exact?: boolean): NavItem => ({ href, label: href, icon: null, exact });

describe("navigation", () => {
  const items = [item("/home"), item("/control", true), item("/control/mailbox"), item("/meetings")];

  it.each([
    ["/home", "/home"],
    ["/meetings/abc/edit", "/meetings"],
    ["/control/mailbox/7", "/control/mailbox"],
    ["/control/other", undefined],
    ["/meetingsroom", undefined],
  ])("%s belongs to %s", (path, expected) => {
    expect(currentHref(items, path)).toBe(expected);
  });

  it("shows five places on phones, or four and the rest behind one", () => {
    const many = [..."abcdefg"].map((letter) => item(`/${letter}`));
    expect(tabBarSplit(many.slice(0, 5)).more).toEqual([]);
    expect(tabBarSplit(many).shown).toHaveLength(4);
    expect(tabBarSplit(many).more).toHaveLength(3);
  });
});
