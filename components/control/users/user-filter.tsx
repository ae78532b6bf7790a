import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Input, InputGroup, SelectNative, type SelectOption } from "@/components/ui/input";
import { userStates } from "@/lib/accounts/users/schema";

/** Words, a group and a state, as a GET form: the address keeps them, and it works without scripts. */
export function UserFilter({
  action,
  q,
  group,
  state,
  groups,
  children,
}: {
  action: string;
  q?: string;
  group?: string;
  state?: string;
  groups: readonly SelectOption[];
  /** Stands at the end of the line. */
  children?: ReactNode;
}) {
  const t = useTranslations("control.users");
  const states = userStates.map((value) => ({ value, label: t(`states.${value}`) }));
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <search className="min-w-0 phone:w-full">
        <form action={action} method="get" className="flex flex-wrap items-center gap-2">
          <InputGroup icon={<Search aria-hidden />} className="w-64 phone:w-full">
            <Input
              // A new address shows its own words, also after Back.
              key={q}
              type="search"
              name="q"
              size={32}
              aria-label={t("search")}
              placeholder={t("placeholder")}
              defaultValue={q}
              enterKeyHint="search"
              autoComplete="off"
            />
          </InputGroup>
          {groups.length > 0 ? (
            <SelectNative
              key={`group-${group}`}
              name="group"
              size={32}
              aria-label={t("group")}
              placeholder={t("anyGroup")}
              options={groups}
              defaultValue={group ?? ""}
              className="w-44 phone:min-w-0 phone:flex-1"
            />
          ) : null}
          <SelectNative
            key={`state-${state}`}
            name="state"
            size={32}
            aria-label={t("state")}
            placeholder={t("anyState")}
            options={states}
            defaultValue={state ?? ""}
            className="w-36 phone:min-w-0 phone:flex-1"
          />
          <Button type="submit">{t("find")}</Button>
        </form>
      </search>
      {children}
    </div>
  );
}
