"use client";

import { MonitorOff } from "lucide-react";
import { disclosureItemClass } from "@/components/ui/disclosure-menu.client";
import { signOutEverywhereNow } from "@/lib/auth/actions";
import { forgetDrafts } from "@/lib/device-drafts.client";

/** Ends the sessions of every device, this one included. */
export function SignOutEverywhere({ label }: { label: string }) {
  return (
    <form action={signOutEverywhereNow} onSubmit={forgetDrafts}>
      <button type="submit" className={disclosureItemClass}>
        <MonitorOff aria-hidden />
        {label}
      </button>
    </form>
  );
}
