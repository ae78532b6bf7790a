import "server-only";
// The core, because jobs and the seed run outside Next.
import { createTranslator } from "use-intl/core";
// The attribute is what plain Node asks for, which loads this for the end-to-end tests.
import en from "@/messages/en.json" with { type: "json" };
import fr from "@/messages/fr.json" with { type: "json" };
import type { Locale } from "./locales";

const catalogue: Record<Locale, typeof en> = { en, fr };

/** Texts outside a request, or in the language of somebody else than the person behind it. */
export const textsOf = <N extends keyof typeof en>(locale: Locale, namespace: N) =>
  createTranslator({ locale, messages: catalogue[locale], namespace });
