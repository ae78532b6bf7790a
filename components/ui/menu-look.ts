/** The surface of menus and popovers. */
export const menuPopupClass =
  "min-w-50 max-w-[min(22rem,calc(100vw-1rem))] rounded-[10px] bg-raised p-1 text-sm text-fg shadow-e2 outline-none transition-[opacity,translate] duration-menu data-ending-style:opacity-0 data-ending-style:duration-fast data-starting-style:-translate-y-1 data-starting-style:opacity-0 forced-colors:border";

/** A row of a menu that works without scripts. */
export const disclosureItemClass =
  "flex min-h-8 w-full items-center gap-2.5 rounded-sm px-2 py-1 text-start text-sm text-fg no-underline hover:bg-hover focus-visible:-outline-offset-2 [&_svg]:text-fg-muted touch:min-h-11 touch:text-base";
