import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: { text: ["title"], shadow: ["e1", "e2", "e3"], radius: ["arch"], ease: ["standard"] },
    classGroups: { duration: [{ duration: ["fast", "menu", "sheet"] }] },
  },
});

/** Joins class names; of two that contradict each other the later one wins. */
export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
