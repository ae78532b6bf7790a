import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Input, InputGroup, SelectNative } from "@/components/ui/input";
import { areas } from "@/lib/audit/rules";
import type { AuditAddress } from "@/lib/audit/schema";

/** Person, area, outcome and days, as a GET form: the address keeps them, and it works without scripts. */
export function AuditFilter({
  path,
  address,
  children,
}: {
  path: string;
  address: AuditAddress;
  /** Stands at the end of the line. */
  children?: ReactNode;
}) {
  const t = useTranslations("control.audit");
  const { q, area, outcome, from, to, action } = address;
  const areaOptions = areas.map((value) => ({ value, label: t(`areas.${value}`) }));
  const outcomes = (["ok", "denied"] as const).map((value) => ({ value, label: t(`outcomes.${value}`) }));
  return (
    <div className="mb-3 flex flex-wrap items-end gap-2">
      <search className="min-w-0 phone:w-full">
        <form
          // A new address shows its own words, also after Back.
          key={JSON.stringify([q, area, outcome, from, to])}
          action={path}
          method="get"
          aria-label={t("filters")}
          className="flex flex-wrap items-end gap-2"
        >
          {action ? <input type="hidden" name="action" value={action} /> : null}
          <InputGroup icon={<Search aria-hidden />} className="w-60 phone:w-full">
            <Input
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
          <SelectNative
            name="area"
            size={32}
            aria-label={t("area")}
            placeholder={t("anyArea")}
            options={areaOptions}
            defaultValue={area ?? ""}
            className="w-44 phone:min-w-0 phone:flex-auto phone:basis-2/5"
          />
          <SelectNative
            name="outcome"
            size={32}
            aria-label={t("outcome")}
            placeholder={t("anyOutcome")}
            options={outcomes}
            defaultValue={outcome ?? ""}
            className="w-36 phone:min-w-0 phone:flex-auto phone:basis-2/5"
          />
          <Day name="from" label={t("from")} value={from} />
          <Day name="to" label={t("to")} value={to} />
          <Button type="submit">{t("show")}</Button>
        </form>
      </search>
      {children}
    </div>
  );
}

function Day({ name, label, value }: { name: string; label: string; value?: string }) {
  const id = `day-${name}`;
  return (
    <span className="flex items-center gap-1.5 phone:flex-auto phone:basis-2/5">
      <label htmlFor={id} className="text-xs text-fg-muted">
        {label}
      </label>
      <Input
        id={id}
        type="date"
        name={name}
        size={32}
        defaultValue={value}
        className="w-36 phone:min-w-0 phone:flex-1"
      />
    </span>
  );
}
