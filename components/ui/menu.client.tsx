"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import Link from "next/link";
import { type ReactNode, startTransition } from "react";
import { isInternal } from "./button";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { menuPopupClass } from "./menu-look";
import { type TriggerSpec, triggerElement } from "./trigger.client";

export type MenuItem =
  | { separator: true }
  | { heading: string }
  | {
      label: string;
      icon?: ReactNode;
      kbd?: string;
      danger?: boolean;
      lang?: string;
      checked?: boolean;
      /** Why it cannot be used now; shown under the label. */
      reason?: string;
      href?: string;
      external?: boolean;
      download?: boolean;
      onSelect?: () => void;
      /** A server action; `fields` are sent with it. */
      action?: (data: FormData) => void | Promise<void>;
      fields?: Record<string, string>;
    };

type ActionItem = Extract<MenuItem, { label: string }>;

const itemClass =
  "flex min-h-8 w-full cursor-pointer items-center gap-2.5 rounded-sm px-2 py-1 text-start text-fg no-underline outline-none select-none data-highlighted:bg-hover data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-transparent [&_svg]:text-fg-muted touch:min-h-11 touch:text-base";

export function Menu({
  trigger,
  label,
  items,
  align,
  header,
}: {
  trigger: TriggerSpec | React.ReactElement;
  /** Name of the list; the trigger's label when missing. */
  label?: string;
  items: readonly MenuItem[];
  align?: "start" | "center" | "end";
  header?: ReactNode;
}) {
  const spec = "label" in trigger ? trigger : null;
  const element = spec ? triggerElement(spec) : (trigger as React.ReactElement);
  return (
    <Base.Root>
      <Base.Trigger render={element} />
      <MenuPopup label={label ?? spec?.label} items={items} align={align} header={header} />
    </Base.Root>
  );
}

/** What floats, inside the root of a menu. */
export function MenuPopup({
  label,
  items,
  align = "end",
  header,
}: {
  label: string | undefined;
  items: readonly MenuItem[];
  align?: "start" | "center" | "end";
  header?: ReactNode;
}) {
  return (
    <Base.Portal>
      <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50 outline-none">
        <Base.Popup className={menuPopupClass} aria-label={label}>
          {header}
          {items.map((item, index) => (
            <MenuRow key={rowKey(item, index)} item={item} />
          ))}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  );
}

function rowKey(item: MenuItem, index: number): string {
  if ("separator" in item) return `separator-${index}`;
  return "heading" in item ? item.heading : `${item.label}-${item.href ?? ""}`;
}

function MenuRow({ item }: { item: MenuItem }) {
  if ("separator" in item) return <Base.Separator className="my-1 h-px bg-border" />;
  if ("heading" in item) {
    return <div className="px-2 py-1 text-2xs font-medium text-fg-subtle">{item.heading}</div>;
  }
  const look = cn(itemClass, item.danger && "text-danger-text [&_svg]:text-danger-text");
  if (item.reason) {
    return (
      <Base.Item disabled className={cn(look, "cursor-not-allowed text-fg-muted")}>
        <RowContent item={item} />
      </Base.Item>
    );
  }
  if (item.href !== undefined) {
    const anchor = isInternal(item.href) && !item.external && !item.download;
    const target = item.external ? { target: "_blank", rel: "noopener noreferrer" } : {};
    return (
      <Base.LinkItem
        closeOnClick
        className={look}
        lang={item.lang}
        aria-current={item.checked ? "true" : undefined}
        render={
          anchor ? <Link href={item.href} /> : <a href={item.href} download={item.download} {...target} />
        }
      >
        <RowContent item={item} />
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item className={look} lang={item.lang} onClick={() => run(item)}>
      <RowContent item={item} />
    </Base.Item>
  );
}

function RowContent({ item }: { item: ActionItem }) {
  return (
    <>
      {item.checked === undefined ? (
        item.icon
      ) : (
        <Check aria-hidden className={cn(!item.checked && "invisible")} />
      )}
      <span className="min-w-0 flex-1">
        {item.label}
        {item.reason ? <span className="block text-xs text-fg-muted">{item.reason}</span> : null}
      </span>
      {item.kbd ? <Kbd>{item.kbd}</Kbd> : null}
    </>
  );
}

function run(item: ActionItem) {
  item.onSelect?.();
  const { action, fields } = item;
  if (!action) return;
  const data = new FormData();
  for (const [name, value] of Object.entries(fields ?? {})) data.set(name, value);
  startTransition(async () => {
    await action(data);
  });
}
