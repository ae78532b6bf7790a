"use client";

import { Check, Minus } from "lucide-react";
import { useTranslations } from "next-intl";
import { SegmentedField } from "@/components/forms/choice-fields.client";
import { setRightsForm } from "@/lib/accounts/actions";
import type { EffectiveRight } from "@/lib/accounts/policy";
import { SettingsForm } from "../settings-form.client";

/** Each right of a person: whether they have it, where that comes from, and a choice that beats the groups. */
export function UserRightsForm({
  userId,
  was,
  rights,
}: {
  userId: string;
  /** The choices shown, so that a later one is not overwritten unseen. */
  was: string;
  rights: readonly EffectiveRight[];
}) {
  const t = useTranslations("control.users");
  const names = useTranslations("accounts.rights");
  return (
    <SettingsForm action={setRightsForm}>
      <input type="hidden" name="userId" value={userId} />
      <input type="hidden" name="was" value={was} />
      <ul className="-my-3 divide-y divide-border">
        {rights.map((right) => {
          const name = names(`${right.code}.name`);
          const Sign = right.granted ? Check : Minus;
          return (
            <li key={right.code} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
              <span className="flex min-w-56 flex-1 gap-2.5 text-sm">
                <Sign
                  aria-hidden
                  className={right.granted ? "mt-0.5 text-success-text" : "mt-0.5 text-fg-subtle"}
                />
                <span className="min-w-0">
                  <span className="font-medium">{name}</span>
                  <span className="block text-xs text-fg-muted">
                    <Source {...right} />
                  </span>
                </span>
              </span>
              <SegmentedField
                name={`right.${right.code}`}
                legend={t("choose", { right: name })}
                hideLegend
                defaultValue={right.own ?? "group"}
                options={[
                  { value: "group", label: t("byGroup") },
                  { value: "allow", label: t("allow") },
                  { value: "deny", label: t("deny") },
                ]}
                className="phone:w-full"
              />
            </li>
          );
        })}
      </ul>
    </SettingsForm>
  );
}

/** Given or not, and by whom. */
function Source({ own, groups }: EffectiveRight) {
  const t = useTranslations("control.users.from");
  const everyone = useTranslations("control.groups")("everyone");
  if (own) return t(own);
  if (groups.length === 0) return t("nobody");
  return t("groups", { count: groups.length, groups: groups.map(({ name }) => name ?? everyone).join(", ") });
}
