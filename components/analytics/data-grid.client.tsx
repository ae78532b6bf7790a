"use client";

import {
  columnVisibilityFeature,
  createColumnHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { Columns3 } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { Menu } from "@/components/ui/menu.client";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

export type GridColumn = {
  id: string;
  header: string;
  /** The header is heard, not seen. */
  quiet?: boolean;
  numeric?: boolean;
  primary?: boolean;
  /** Stays in view, whatever else is hidden. */
  fixed?: boolean;
  /** The address that sorts by this column, or turns its order. */
  sortHref?: string;
};

export type GridRow = { id: string; selected?: boolean; cells: Record<string, ReactNode> };

/** The server sorts and pages; the table knows in which order it stands, and which columns are shown. */
const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature });
const helper = createColumnHelper<typeof features, GridRow>();

export function DataGrid({
  caption,
  columnsLabel,
  columns,
  rows,
  sorted,
  tools,
  panel,
}: {
  caption: string;
  columnsLabel: string;
  columns: readonly GridColumn[];
  rows: readonly GridRow[];
  sorted?: { id: string; desc: boolean };
  /** Search and files, before the choice of columns; filters, below it. */
  tools: ReactNode;
  panel: ReactNode;
}) {
  const [hidden, setHidden] = useState<Record<string, boolean>>({});
  const definitions = useMemo(
    () =>
      helper.columns(
        columns.map((column) =>
          helper.display({
            id: column.id,
            header: column.header,
            enableHiding: !column.fixed,
            cell: ({ row }) => row.original.cells[column.id],
          }),
        ),
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: (row) => row.id,
    manualSorting: true,
    state: { sorting: sorted ? [sorted] : [], columnVisibility: hidden },
    onColumnVisibilityChange: setHidden,
  });
  const specs = new Map(columns.map((column) => [column.id, column]));
  return (
    <>
      <div className="flex items-start gap-2 px-3 py-2.5">
        <div className="min-w-0 flex-1">{tools}</div>
        <div className="phone:hidden">
          <Menu
            trigger={{ label: columnsLabel, icon: <Columns3 aria-hidden />, iconOnly: true }}
            items={table
              .getAllLeafColumns()
              .filter((column) => column.getCanHide())
              .map((column) => ({
                label: specs.get(column.id)?.header ?? column.id,
                checked: column.getIsVisible(),
                onSelect: () => column.toggleVisibility(),
              }))}
          />
        </div>
      </div>
      {panel}
      <Table caption={caption} className="phone:hidden">
        <THead>
          {table.getHeaderGroups().map((group) => (
            <TR key={group.id}>
              {group.headers.map((header) => {
                const spec = specs.get(header.column.id);
                const order = header.column.getIsSorted() || "none";
                return (
                  <TH
                    key={header.id}
                    numeric={spec?.numeric}
                    sort={spec?.sortHref ? order : undefined}
                    sortHref={spec?.sortHref}
                  >
                    {spec?.quiet ? (
                      <span className="sr-only">{spec.header}</span>
                    ) : (
                      <table.FlexRender header={header} />
                    )}
                  </TH>
                );
              })}
            </TR>
          ))}
        </THead>
        <TBody>
          {table.getRowModel().rows.map((row) => (
            <TR key={row.id} selected={row.original.selected}>
              {row.getVisibleCells().map((cell) => {
                const spec = specs.get(cell.column.id);
                return (
                  <TD key={cell.id} numeric={spec?.numeric} primary={spec?.primary}>
                    <table.FlexRender cell={cell} />
                  </TD>
                );
              })}
            </TR>
          ))}
        </TBody>
      </Table>
    </>
  );
}
