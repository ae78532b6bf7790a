import "server-only";
import { createTranslator } from "next-intl";
import en from "@/messages/en.json";
import fr from "@/messages/fr.json";
import type { Locale } from "./locales";

const catalogue: Record<Locale, typeof en> = { en, fr };

/** Texts outside a request, or in the language of somebody else than the person behind it. */
export const textsOf = <N extends keyof typeof en>(locale: Locale, namespace: N) =>
  createTranslator({ locale, messages: catalogue[locale], namespace });
