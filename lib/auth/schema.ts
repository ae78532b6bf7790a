import * as z from "zod";
import { locales } from "@/lib/i18n/locales";
import { line } from "@/lib/text";

export const themeCookie = "foyer.theme";

export const themeChoice = z.enum(["system", "light", "dark"]);

const typed = (max: number) =>
  z
    .string({ error: ({ input }) => (input === undefined ? "required" : "invalid_value") })
    .max(max, "too_long");

/** Any text may be tried as a password: what a good one is, is asked when it is chosen. Longer ones cannot be. */
export const signInInput = z.strictObject({
  login: typed(200).refine((text) => text.trim() !== "", "required"),
  password: typed(1024).min(1, "required"),
});

export const themeInput = z.strictObject({ theme: themeChoice });

export const localeInput = z.strictObject({ locale: z.enum(locales) });

export const emptyInput = z.strictObject({});

export const unlockInput = z.strictObject({ login: line(200) });
