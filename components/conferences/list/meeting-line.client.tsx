"use client";

import { CalendarArrowDown, Ellipsis, ExternalLink, PanelRight, Pencil, Users } from "lucide-react";
import Link from "next/link";
import { createContext, type ReactNode, use } from "react";
import { StatusBadge, type StatusKind } from "@/components/ui/badge";
import type { MenuItem } from "@/components/ui/menu.client";
import { RowMenus, RowMenuTrigger } from "@/components/ui/row-menu.client";
import { Time } from "@/components/ui/time";
import { typeset } from "@/components/ui/typeset";

/** What the menu of every row says. */
type Labels = Record<"details" | "openPage" | "ics" | "edit", string>;

/** Within a symbol sizes are those of its own grid, whatever the size of the letters. */
const DRAWN = "size-[24px]";

const Words = createContext<Labels>({ details: "", openPage: "", ics: "", edit: "" });

/** What the rows of a list share: their words, the one menu, and signs that are drawn once and used by each. */
export function MeetingLines({ labels, children }: { labels: Labels; children: ReactNode }) {
  return (
    <Words value={labels}>
      <svg aria-hidden className="hidden">
        <symbol id="sign-people" viewBox="0 0 24 24">
          <Users className={DRAWN} />
        </symbol>
        <symbol id="sign-more" viewBox="0 0 24 24">
          <Ellipsis className={DRAWN} />
        </symbol>
      </svg>
      <RowMenus>{children}</RowMenus>
    </Words>
  );
}

export type MeetingLineProps = {
  href: string;
  name: string;
  selected: boolean;
  state: { kind: StatusKind; word: string };
  when?: { iso: string; time: string; range?: string; length?: string };
  facts: { access: string; whose: string; mode?: string; place?: string };
  people: { sign: string; words: string };
  menu: { label: string; page: string; ics?: string; edit?: string };
};

/**
 * One meeting, drawn from words alone. A row of elements made on the server would be sent twice, as HTML and as what
 * the browser's own tree is made of; so only the words are.
 */
export function MeetingLine({ href, name, selected, state, when, facts, people, menu }: MeetingLineProps) {
  return (
    <li className="meeting" data-state={state.kind} data-selected={selected || undefined}>
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        aria-current={selected ? "true" : undefined}
        className="meeting-link"
      >
        <span className="meeting-when">
          {when ? (
            <Time iso={when.iso} title={when.range}>
              {when.time}
            </Time>
          ) : null}
          {when?.length ? <span>{when.length}</span> : null}
        </span>
        <span className="min-w-0">
          <span title={name} className="meeting-name">
            {typeset(name)}
          </span>
          <span className="meeting-facts meta-dots">
            <span>{facts.access}</span>
            <span>{facts.whose}</span>
            {facts.mode ? <span>{facts.mode}</span> : null}
            {facts.place ? <span>{facts.place}</span> : null}
          </span>
        </span>
        <span className="meeting-state">
          <StatusBadge kind={state.kind}>{state.word}</StatusBadge>
        </span>
      </Link>
      <span className="meeting-people">
        <Sign name="people" className="size-3.5" />
        <span aria-hidden>{people.sign}</span>
        <span className="sr-only">{people.words}</span>
      </span>
      <LineMenu href={href} {...menu} />
    </li>
  );
}

function Sign({ name, className = "" }: { name: "people" | "more"; className?: string }) {
  return (
    <svg aria-hidden className={`lucide ${className}`}>
      <use href={`#sign-${name}`} />
    </svg>
  );
}

function LineMenu({ href, label, page, ics, edit }: MeetingLineProps["menu"] & { href: string }) {
  const words = use(Words);
  const items = (): MenuItem[] => [
    { label: words.details, href, icon: <PanelRight aria-hidden /> },
    { label: words.openPage, href: page, icon: <ExternalLink aria-hidden /> },
    ...(ics
      ? [{ label: words.ics, href: ics, download: true, icon: <CalendarArrowDown aria-hidden /> }]
      : []),
    ...(edit ? [{ label: words.edit, href: edit, icon: <Pencil aria-hidden /> }] : []),
  ];
  const trigger = { label, icon: <Sign name="more" />, iconOnly: true, variant: "ghost" } as const;
  return <RowMenuTrigger trigger={trigger} items={items} />;
}
