"use client";

import { useTranslations } from "next-intl";
import { useDraft } from "./draft.client";
import { type EditorValues, many, one } from "./values";

/** Name and value of a field in words, for comparing two versions. */
export function useValueText() {
  const t = useTranslations("editor");
  const words = useTranslations("conferences");
  const { names } = useDraft();
  const labels: Record<string, string> = {
    name: t("name"),
    date: t("date"),
    time: t("start"),
    durationMin: t("length"),
    timeZone: t("zone"),
    description: t("description"),
    visibility: t("type.legend"),
    "participants[]": t("tabs.participants"),
    publicId: t("id"),
    secured: t("pin.use"),
    pin: t("pin.label"),
    location: t("location"),
    sendInvitations: t("mail"),
    registrationOn: t("registration.switch"),
    closing: t("registration.closes"),
    seatLimit: t("registration.seats"),
    autoClose: t("registration.autoClose"),
  };
  const switches = ["secured", "sendInvitations", "registrationOn", "autoClose"];
  const minutes = (value: string) => `${value}\u00A0min`;
  function text(name: string, values: EditorValues): string {
    const value = one(values, name);
    if (switches.includes(name)) return value ? t("conflict.on") : t("conflict.off");
    if (name === "participants[]") return peopleText(values) || t("conflict.empty");
    if (!value) return t("conflict.empty");
    if (name === "visibility") return value === "public" ? t("type.public") : t("type.private");
    if (name === "closing") return value === "at_start" ? t("registration.atStart") : t("registration.atEnd");
    return name === "durationMin" ? minutes(value) : value;
  }
  function peopleText(values: EditorValues): string {
    const entries = many(values, "participants[]").map((entry) => {
      const [id = "", role] = entry.split(":");
      const name = names.get(id) ?? id;
      return role === "moderator" ? `${name} (${words("role.moderator")})` : name;
    });
    return entries.sort().join("\n");
  }
  return { label: (name: string) => labels[name] ?? name, text };
}
