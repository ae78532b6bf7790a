import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button, isInternal } from "../ui/button";
import { cn } from "../ui/cn";
import { Logo, LogoMark } from "../ui/logo";
import { FocusMain } from "./focus-main.client";
import { SkipLink } from "./skip-link";

export type PublicShellProps = {
  org: { name: string; logoSrc?: string | null };
  homeHref?: string;
  /** `product`: Foyer's own pages such as sign-in. `organisation`: the organisation's, Foyer signs small at the foot. */
  brand?: "product" | "organisation";
  language?: ReactNode;
  signIn?: { href: string; label: string; primary?: boolean };
  /** Instead of signing in, for example the account menu. */
  account?: ReactNode;
  footer?: readonly { href: string; label: string }[];
  footerNote?: ReactNode;
  /** `full`: the page lays itself out. `wide`: 1040 px. `narrow`: 728 px, for forms. `card`: one card in the middle. */
  width?: "full" | "wide" | "narrow" | "card";
  children: ReactNode;
};

const widths = {
  full: "flex w-full flex-col",
  wide: "mx-auto w-full max-w-260 px-6 pt-11 pb-14 phone:px-4 phone:pt-6 phone:pb-24",
  narrow: "mx-auto w-full max-w-182 px-6 pt-7 pb-14 phone:px-4 phone:pt-4 phone:pb-10",
  card: "grid content-center justify-items-center gap-4 px-4 pt-4 pb-16 phone:content-start phone:px-3 phone:pt-2 phone:pb-8",
} as const;

/** The frame of pages that need no account. */
export function PublicShell(props: PublicShellProps) {
  const {
    org,
    homeHref = "/",
    brand = "organisation",
    language,
    signIn,
    account,
    width = "wide",
    children,
  } = props;
  const product = brand === "product";
  const bar = cn(
    "flex w-full items-center gap-3",
    product ? "px-6 phone:px-2" : "mx-auto max-w-260 px-6 phone:px-4",
  );
  return (
    <>
      <SkipLink />
      <FocusMain />
      <div className="flex min-h-dvh flex-col">
        <header className={cn("chrome", !product && "border-b border-border bg-surface")}>
          <div className={cn(bar, product ? "h-16 phone:h-14" : "min-h-15 phone:min-h-14")}>
            <Link
              href={homeHref}
              className="flex min-w-0 items-center gap-2.5 rounded-sm py-1 text-fg no-underline"
            >
              {product ? <ProductBrand org={org} /> : <OrganisationBrand org={org} />}
            </Link>
            <div className="ms-auto flex items-center gap-2">
              {language}
              {account}
              {signIn ? (
                <Button href={signIn.href} variant={signIn.primary ? "primary" : "secondary"}>
                  {signIn.label}
                </Button>
              ) : null}
            </div>
          </div>
        </header>
        <main id="main" tabIndex={-1} className={cn("min-w-0 flex-1", widths[width])}>
          {children}
        </main>
        <PublicFooter {...props} bar={bar} />
      </div>
    </>
  );
}

function ProductBrand({ org }: Pick<PublicShellProps, "org">) {
  return (
    <>
      <Logo className="px-2" />
      {org.name ? (
        <span className="truncate border-s border-border ps-3.5 text-sm leading-5 text-fg-muted phone:hidden">
          {org.name}
        </span>
      ) : null}
    </>
  );
}

function OrganisationBrand({ org }: Pick<PublicShellProps, "org">) {
  return (
    <>
      {org.logoSrc ? (
        // biome-ignore lint/performance/noImgElement: an organisation's logo comes from our own files route
        <img src={org.logoSrc} alt="" className="h-7 w-auto max-w-40" />
      ) : (
        <LogoMark size={28} />
      )}
      <span className="truncate text-title font-semibold">{org.name}</span>
    </>
  );
}

function PublicFooter({
  brand,
  footer = [],
  footerNote,
  bar,
}: Pick<PublicShellProps, "brand" | "footer" | "footerNote"> & { bar: string }) {
  const t = useTranslations("shell");
  if (brand === "product" && footer.length === 0 && !footerNote) return null;
  return (
    <footer className="border-t border-border bg-canvas text-xs text-fg-muted">
      <div className={cn(bar, "min-h-13 flex-wrap gap-x-5 gap-y-1 py-2.5 phone:px-4")}>
        {brand === "product" ? null : (
          <span className="me-auto flex items-center gap-2">
            <LogoMark size={16} />
            {t("runsOn")}
          </span>
        )}
        {footer.map(({ href, label }) => (
          <FooterLink key={href} href={href} label={label} />
        ))}
        {footerNote ? <span className="ms-auto">{footerNote}</span> : null}
      </div>
    </footer>
  );
}

function FooterLink({ href, label }: { href: string; label: string }) {
  const look = "inline-block py-1 text-fg-muted underline underline-offset-3 hover:text-fg touch:py-2.5";
  return isInternal(href) ? (
    <Link href={href} className={look}>
      {label}
    </Link>
  ) : (
    <a href={href} className={look}>
      {label}
    </a>
  );
}
