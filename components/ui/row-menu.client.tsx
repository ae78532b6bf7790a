"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { createContext, type ReactNode, use, useState } from "react";
import { type MenuItem, MenuPopup } from "./menu.client";
import { type TriggerSpec, triggerElement } from "./trigger.client";

/** What a row's menu holds; made when it opens, because most never do. */
type RowMenu = { label: string; items: () => readonly MenuItem[] };

const Handle = createContext<ReturnType<typeof Base.createHandle<RowMenu>> | undefined>(undefined);

/** One menu for all rows of a list: each row has but its button, which weighs little. */
export function RowMenus({ children }: { children: ReactNode }) {
  const [handle] = useState(() => Base.createHandle<RowMenu>());
  return (
    <Handle value={handle}>
      {children}
      <Base.Root handle={handle}>
        {({ payload }: { payload: RowMenu | undefined }) =>
          payload ? <MenuPopup label={payload.label} items={payload.items()} /> : null
        }
      </Base.Root>
    </Handle>
  );
}

/** The button of a row, somewhere inside `<RowMenus>`. */
export function RowMenuTrigger({ trigger, items }: { trigger: TriggerSpec; items: RowMenu["items"] }) {
  const payload = { label: trigger.label, items };
  return <Base.Trigger handle={use(Handle)} payload={payload} render={triggerElement(trigger)} />;
}
