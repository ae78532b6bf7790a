import { Ticket, User } from "lucide-react";
import Link from "next/link";
import { getFormatter, getTranslations } from "next-intl/server";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { RowLink } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { type Entry, stayBar } from "@/lib/analytics/rules";
import { entryOrder, type OrderName, type Sort } from "@/lib/analytics/schema";
import { DataGrid, type GridColumn } from "./data-grid.client";
import { go, stay, stayText, type View } from "./view";

type Props = {
  view: View;
  entries: readonly Entry[];
  /** From the first moment to the last that it took place. */
  whole: { from: Date; to: Date } | null;
  tools: React.ReactNode;
  panel: React.ReactNode;
};

const DAY = 86_400_000;

export async function EntriesList({ view, entries, whole, tools, panel }: Props) {
  const [t, format] = await Promise.all([getTranslations("analytics"), getFormatter()]);
  const { sort, direction } = entryOrder(view.address.order);
  const withBar = Boolean(whole && whole.to.getTime() - whole.from.getTime() <= DAY);
  const order = (by: Sort, first: "asc" | "desc"): string => {
    const next = sort === by ? (direction === "asc" ? "desc" : "asc") : first;
    return go(view, { order: `${by}_${next}` satisfies OrderName });
  };
  const columns: GridColumn[] = [
    { id: "name", header: t("column.name"), primary: true, fixed: true, sortHref: order("name", "asc") },
    { id: "signIn", header: t("column.signIn") },
    { id: "added", header: t("column.added"), sortHref: order("added", "desc") },
    { id: "joined", header: t("column.firstJoined"), sortHref: order("joined", "desc") },
    { id: "left", header: t("column.lastLeft") },
    { id: "stay", header: t("column.stay"), numeric: true },
    { id: "joins", header: t("column.joins"), numeric: true },
  ];
  if (withBar) columns.push({ id: "presence", header: t("column.presence"), quiet: true });
  const rows = entries.map((entry) => ({
    id: entry.id,
    selected: view.address.p === entry.id,
    cells: {
      name: <NameCell view={view} entry={entry} />,
      signIn: <SignIn isUser={entry.isUser} label={t(entry.isUser ? "signIn.user" : "signIn.guest")} />,
      added: <Moment view={view} at={entry.addedAt} muted />,
      joined: <Moment view={view} at={entry.firstJoinedAt} clock={withBar} />,
      left: isInside(entry) ? (
        <StatusBadge kind="live">{t("inside")}</StatusBadge>
      ) : (
        <Moment view={view} at={entry.lastLeftAt} clock={withBar} />
      ),
      stay: <Stay view={view} entry={entry} absent={t("didNotJoin")} under={t("figures.underMinute")} />,
      joins: format.number(entry.joins),
      presence: withBar ? <Bar entry={entry} whole={whole} /> : null,
    },
  }));
  return (
    <>
      <DataGrid
        caption={t("list.entries")}
        columnsLabel={t("column.choose")}
        columns={columns}
        rows={rows}
        sorted={{ id: sort, desc: direction === "desc" }}
        tools={tools}
        panel={panel}
      />
      <PhoneList view={view} entries={entries} clock={withBar} />
    </>
  );
}

const isInside = (entry: Entry) => entry.stays.some((one) => one.open);

async function NameCell({ view, entry }: { view: View; entry: Entry }) {
  const t = await getTranslations("analytics");
  return (
    <span className="flex max-w-80 min-w-40 flex-col leading-[1.125rem]">
      <RowLink href={stay(view, { p: entry.id })} className="truncate">
        <bdi title={entry.name}>{entry.name}</bdi>
      </RowLink>
      <span className="flex items-center gap-1.5 text-xs font-normal text-fg-muted">
        {entry.email ? (
          <span className="truncate">{entry.email}</span>
        ) : (
          <span>{t(`origin.${entry.origin}`)}</span>
        )}
        {entry.state === "active" ? null : <Badge tone="outline">{t(`state.${entry.state}`)}</Badge>}
        {entry.undelivered ? <Badge tone="warning">{t("mail.badge")}</Badge> : null}
      </span>
    </span>
  );
}

export function SignIn({ isUser, label }: { isUser: boolean; label: string }) {
  return (
    <Badge tone="outline" icon={isUser ? <User aria-hidden /> : <Ticket aria-hidden />}>
      {label}
    </Badge>
  );
}

/** A missing moment is a dash. With `clock` the day is the same for all, so only the time is said, to the second. */
function Moment({
  view,
  at,
  clock,
  muted,
}: {
  view: View;
  at: Date | null;
  clock?: boolean;
  muted?: boolean;
}) {
  if (!at) return <span className="text-fg-subtle">–</span>;
  const { formats } = view;
  return (
    <Time
      iso={formats.iso(at)}
      title={`${formats.dateTime(at)} ${formats.zoneName(at)}`}
      className={muted ? "whitespace-nowrap text-fg-muted num" : "whitespace-nowrap num"}
    >
      {clock ? formats.timeSeconds(at) : formats.dateTime(at)}
    </Time>
  );
}

function Stay({ view, entry, absent, under }: { view: View; entry: Entry; absent: string; under: string }) {
  if (!entry.firstJoinedAt) return <Badge tone="warning">{absent}</Badge>;
  return <span className="num">{stayText(view.formats, entry.presentS, under)}</span>;
}

/** The stays along the whole time; gaps are rejoins. The columns beside it say the same in words. */
function Bar({ entry, whole }: { entry: Entry; whole: Props["whole"] }) {
  return (
    <span
      aria-hidden
      data-fill
      className="relative block h-2 w-28 overflow-hidden rounded-[2px] bg-track forced-colors:border"
    >
      {stayBar(entry.stays, whole)?.map((part) => (
        <span
          key={part.start}
          data-fill
          className="absolute inset-y-0 bg-chart-1"
          style={{ insetInlineStart: `${part.start}%`, inlineSize: `${part.width}%` }}
        />
      ))}
    </span>
  );
}

async function PhoneList({ view, entries, clock }: Pick<Props, "view" | "entries"> & { clock: boolean }) {
  const t = await getTranslations("analytics");
  const { formats } = view;
  const said = (at: Date) => (clock ? formats.time(at) : formats.dateTime(at));
  return (
    <ul aria-label={t("list.entries")} className="hidden border-t border-border phone:block">
      {entries.map((entry) => {
        const { firstJoinedAt: first, lastLeftAt: last } = entry;
        const until = isInside(entry) ? t("inside") : last ? said(last) : "–";
        return (
          <li key={entry.id} className="border-b border-border last:border-b-0">
            <Link
              href={stay(view, { p: entry.id })}
              scroll={false}
              className="grid gap-0.5 px-4 py-2.5 text-inherit no-underline focus-visible:-outline-offset-2"
            >
              <span className="flex gap-3">
                <span className="min-w-0 flex-1 truncate font-medium">
                  <bdi>{entry.name}</bdi>
                </span>
                <span className="text-sm num">
                  {first ? stayText(formats, entry.presentS, t("figures.underMinute")) : t("didNotJoin")}
                </span>
              </span>
              <span className="flex gap-3 text-xs text-fg-muted num">
                <span className="min-w-0 flex-1 truncate">
                  {t(entry.isUser ? "signIn.user" : "signIn.guest")} ·{" "}
                  {t("addedOn", { day: formats.day(entry.addedAt) })}
                  {entry.undelivered ? ` · ${t("mail.badge")}` : ""}
                </span>
                {first ? (
                  <span>
                    {said(first)} – {until}
                  </span>
                ) : null}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
