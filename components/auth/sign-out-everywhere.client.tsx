"use client";

import { MonitorOff } from "lucide-react";
import { disclosureItemClass } from "@/components/ui/disclosure-menu.client";
import { signOutEverywhereNow } from "@/lib/auth/actions";

/** Ends the sessions of every device, this one included. */
export function SignOutEverywhere({ label }: { label: string }) {
  return (
    <form action={signOutEverywhereNow}>
      <button type="submit" className={disclosureItemClass}>
        <MonitorOff aria-hidden />
        {label}
      </button>
    </form>
  );
}
