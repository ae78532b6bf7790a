import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Input, InputGroup, SelectNative, type SelectOption } from "@/components/ui/input";

/** Words and a group, as a GET form: the address keeps both, and it works without scripts. */
export function GroupFilter({
  action,
  q,
  group,
  groups,
}: {
  action: string;
  q?: string;
  group?: string;
  groups: readonly SelectOption[];
}) {
  const t = useTranslations("control.users");
  return (
    <search className="mb-3 block">
      <form action={action} method="get" className="flex flex-wrap items-center gap-2">
        <InputGroup icon={<Search aria-hidden />} className="w-full max-w-80 phone:max-w-none">
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
            key={group}
            name="group"
            size={32}
            aria-label={t("group")}
            placeholder={t("anyGroup")}
            options={groups}
            defaultValue={group ?? ""}
            className="w-56 phone:flex-1"
          />
        ) : null}
        <Button type="submit">{t("find")}</Button>
      </form>
    </search>
  );
}
