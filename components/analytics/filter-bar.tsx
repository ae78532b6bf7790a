import { Download, SlidersHorizontal } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { FieldLayout } from "@/components/ui/field-layout";
import { FilterChips } from "@/components/ui/filter-chips";
import { SelectNative } from "@/components/ui/input";
import { SearchField } from "@/components/ui/search-field";
import { SegmentedRadios } from "@/components/ui/segmented";
import { Toolbar } from "@/components/ui/toolbar";
import { entryOrders, historyOrders, keptParts } from "@/lib/analytics/schema";
import { go, isLimited, type View } from "./view";

type Props = {
  view: View;
  tab: "entries" | "history";
  /** What the file of this tab holds, and its address. */
  file: { label: string; note: string; href: string };
  matches: { count: number; more: boolean } | null;
};

/** Search, filters and the file. Everything is an address or a plain form. */
export async function FilterBar({ view, tab, file, matches }: Props) {
  const t = await getTranslations("analytics.filter");
  const { address, path } = view;
  const isOpen = address.filters === "1";
  const chips = await activeFilters(view, tab);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Toolbar label={t("label")} className="min-w-0 phone:mx-0 phone:w-full phone:px-0">
        <SearchField
          label={t("search")}
          defaultValue={address.q}
          action={path}
          keep={keptParts(address, ["q"])}
        />
        <Button
          href={go(view, { filters: isOpen ? null : "1" })}
          icon={<SlidersHorizontal aria-hidden />}
          aria-expanded={isOpen}
        >
          {isOpen ? t("hide") : t("show")}
        </Button>
        <FilterChips label={t("active")} items={chips} />
      </Toolbar>
      {matches ? (
        <span className="text-xs text-fg-muted num" role="status">
          {matches.more ? t("matchesMore", { count: matches.count }) : t("matches", { count: matches.count })}
        </span>
      ) : null}
      <span className="ms-auto flex flex-wrap items-center gap-x-2 gap-y-1 phone:ms-0">
        <span className="text-xs text-fg-muted">{file.note}</span>
        <Button href={file.href} icon={<Download aria-hidden />}>
          {file.label}
        </Button>
      </span>
    </div>
  );
}

/** Filters and the order as a plain form, while they are asked for. */
export async function FilterForm({ view, tab }: Pick<Props, "view" | "tab">) {
  const t = await getTranslations("analytics");
  const { address, path } = view;
  if (address.filters !== "1") return null;
  const own =
    tab === "entries" ? (["auth", "joined", "mail", "order"] as const) : (["kind", "order"] as const);
  const orders = tab === "entries" ? entryOrders : historyOrders;
  const order = orders.find((name) => name === address.order) ?? orders[0];
  return (
    <form
      key={[address.auth, address.joined, address.mail, address.kind, order].join()}
      action={path}
      method="get"
      className="mx-3 mb-2.5 flex flex-wrap items-end gap-x-5 gap-y-3 rounded-md bg-sunken p-3"
    >
      {Object.entries(keptParts(address, own)).map(([key, value]) => (
        <input key={key} type="hidden" name={key} value={value} />
      ))}
      {tab === "entries" ? (
        <>
          <Choice legend={t("filter.signIn")}>
            <SegmentedRadios
              name="auth"
              defaultValue={address.auth ?? ""}
              options={[
                { value: "", label: t("filter.all") },
                { value: "users", label: t("filter.users") },
                { value: "guests", label: t("filter.guests") },
              ]}
            />
          </Choice>
          <Choice legend={t("filter.connection")}>
            <SegmentedRadios
              name="joined"
              defaultValue={address.joined ?? ""}
              options={[
                { value: "", label: t("filter.all") },
                { value: "yes", label: t("filter.joined") },
                { value: "no", label: t("filter.absent") },
              ]}
            />
          </Choice>
          <Choice legend={t("filter.mail")}>
            <SegmentedRadios
              name="mail"
              defaultValue={address.mail ?? ""}
              options={[
                { value: "", label: t("filter.all") },
                { value: "undelivered", label: t("filter.undelivered") },
              ]}
            />
          </Choice>
        </>
      ) : (
        <Choice legend={t("filter.event")}>
          <SegmentedRadios
            name="kind"
            defaultValue={address.kind ?? ""}
            options={[
              { value: "", label: t("filter.all") },
              { value: "entries", label: t("filter.entries") },
              { value: "exits", label: t("filter.exits") },
            ]}
          />
        </Choice>
      )}
      <FieldLayout id="order" label={t("column.sortBy")} className="phone:w-full">
        <SelectNative
          id="order"
          name="order"
          size={32}
          defaultValue={order}
          options={orders.map((name) => ({ value: name, label: t(`order.${name}`) }))}
        />
      </FieldLayout>
      <span className="ms-auto flex gap-2">
        {address.auth || address.joined || address.mail || address.kind || address.q ? (
          <Button variant="ghost" href={clearHref(view)}>
            {t("filter.clear")}
          </Button>
        ) : null}
        <Button type="submit" variant="primary">
          {t("filter.apply")}
        </Button>
      </span>
    </form>
  );
}

export const clearHref = (view: View) =>
  go(view, { q: null, auth: null, joined: null, mail: null, kind: null, from: null, to: null });

function Choice({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0 phone:w-full">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      {children}
    </fieldset>
  );
}

/** What limits the list, each with the address that takes it away. */
async function activeFilters(view: View, tab: Props["tab"]) {
  const t = await getTranslations("analytics");
  const { address, formats, interval } = view;
  const chips: { label: string; href: string; on: true }[] = [];
  const add = (label: string, changes: Parameters<typeof go>[1]) =>
    chips.push({ label, href: go(view, changes), on: true });
  if (address.q) add(t("filter.searchChip", { q: address.q }), { q: null });
  if (tab === "entries" && address.auth) add(t(`filter.${address.auth}`), { auth: null });
  if (tab === "entries" && address.joined) {
    add(address.joined === "yes" ? t("filter.joined") : t("filter.absent"), { joined: null });
  }
  if (tab === "entries" && address.mail) add(t("mail.badge"), { mail: null });
  if (tab === "history" && address.kind) add(t(`filter.${address.kind}`), { kind: null });
  if (isLimited(view)) {
    const { from, to } = interval;
    const label =
      from && to
        ? t("period.whole", { from: formats.dateTime(from), to: formats.dateTime(to) })
        : from
          ? t("period.since", { from: formats.dateTime(from) })
          : t("period.until", { to: to ? formats.dateTime(to) : "" });
    add(label, { from: null, to: null });
  }
  return chips;
}
