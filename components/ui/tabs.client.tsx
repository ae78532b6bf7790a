"use client";

import { Tabs } from "@base-ui/react/tabs";
import { type ReactNode, useEffect, useState } from "react";
import { cn } from "./cn";
import { TabMark, type TabMarks, tabClass, tabListClass } from "./tabs";

type Tab = TabMarks & { value: string; label: ReactNode; panel: ReactNode };

/** Tabs within one page. Panels stay in the page while hidden, so that a form across tabs is sent whole. */
export function ClientTabs({
  label,
  items,
  defaultValue,
  value,
  onValueChange,
  aside,
  className,
}: {
  label: string;
  items: readonly Tab[];
  /** Beside every panel, from 1280 px on. */
  aside?: ReactNode;
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
  className?: string;
}) {
  // Without scripts no tab can be opened: then the style sheet shows every panel, and none may be inert.
  const [isAlive, setAlive] = useState(false);
  useEffect(() => setAlive(true), []);
  const reachable = isAlive ? {} : { inert: false };
  return (
    <Tabs.Root
      value={value}
      defaultValue={value === undefined ? (defaultValue ?? items[0]?.value) : undefined}
      onValueChange={(next) => onValueChange?.(String(next))}
      className={className}
    >
      <Tabs.List aria-label={label} className={tabListClass}>
        {items.map((item) => (
          <Tabs.Tab key={item.value} value={item.value} className={cn(tabClass, "cursor-pointer")}>
            {item.label}
            <TabMark {...item} />
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <div
        className={cn(
          aside && "grid items-start gap-x-10 xl:grid-cols-[minmax(0,45rem)_minmax(16rem,19rem)]",
        )}
      >
        <div className="min-w-0">
          {items.map((item) => (
            <Tabs.Panel
              key={item.value}
              value={item.value}
              keepMounted
              {...reachable}
              className="pt-6 outline-offset-4"
            >
              {item.panel}
            </Tabs.Panel>
          ))}
        </div>
        {aside}
      </div>
    </Tabs.Root>
  );
}
