import { LoaderCircle } from "lucide-react";
import Link from "next/link";
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from "react";
import { cn } from "./cn";
import { ReasonButton } from "./reason-button.client";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger" | "danger-quiet" | "link";
export type ButtonSize = 28 | 32 | 36 | 40 | 44 | 48;

const plain =
  "border-border bg-surface text-fg shadow-[0_1px_1px_oklch(0.2_0.03_240/0.03)] hover:bg-hover active:bg-sunken";

const variants: Record<ButtonVariant, string> = {
  primary: "border-transparent bg-primary text-primary-fg hover:bg-primary-hover active:bg-primary-hover",
  secondary: plain,
  ghost: "border-transparent bg-transparent text-fg-muted hover:bg-hover hover:text-fg active:bg-sunken",
  danger:
    "border-transparent bg-danger text-danger-fg hover:bg-[color-mix(in_oklch,var(--danger)_88%,var(--fg))]",
  "danger-quiet": cn(plain, "text-danger-text"),
  link: "border-transparent bg-transparent text-primary-text hover:underline underline-offset-3",
};

const sizes: Record<ButtonSize, string> = {
  28: "h-7 px-2.5 text-xs touch:h-9 touch:px-3 touch:text-sm touch:after:absolute touch:after:-inset-1",
  32: "h-8 px-3 text-sm touch:h-11 touch:text-base",
  36: "h-9 px-3.5 text-sm touch:h-11 touch:text-base",
  40: "h-10 px-4 text-base touch:h-11",
  44: "h-11 px-4 text-base",
  48: "h-12 px-5 text-base",
};

export type ButtonLook = { variant?: ButtonVariant; size?: ButtonSize; block?: boolean; className?: string };

/** The class names of a button, for elements that this file does not render. */
export function buttonClass({ variant = "secondary", size = 32, block, className }: ButtonLook = {}): string {
  return cn(
    "btn print:hidden",
    sizes[size],
    variants[variant],
    variant === "link" && "px-0 touch:px-0",
    "btn-off",
    block && "w-full",
    className,
  );
}

export type ButtonProps = ButtonLook &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "disabled"> & {
    icon?: ReactNode;
    iconEnd?: ReactNode;
    /** Makes it a link. Addresses outside the application and downloads become a plain anchor. */
    href?: string;
    target?: string;
    rel?: string;
    download?: boolean | string;
    prefetch?: boolean;
    /** At work: keeps its place, shows a turning sign and takes no second press. */
    pending?: boolean;
    pendingLabel?: ReactNode;
    /** Why it cannot be used now. The button stays in the tab order and says so. */
    reason?: string;
    /** For the touch of a phone: the label is spoken but only the icon is drawn. */
    iconOnlyOnPhone?: boolean;
  };

export function Button({
  variant,
  size,
  block,
  className,
  icon,
  iconEnd,
  href,
  target,
  rel,
  download,
  prefetch,
  pending,
  pendingLabel,
  reason,
  iconOnlyOnPhone,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const phone = iconOnlyOnPhone && "phone:w-11 phone:px-0";
  const look = buttonClass({ variant, size, block, className: cn(phone, className) });
  const quiet = variant === "ghost" ? "" : undefined;
  const label = pending && pendingLabel ? pendingLabel : children;
  const content = (
    <>
      {pending ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
      {iconOnlyOnPhone ? <span className="phone:sr-only">{label}</span> : label}
      {iconEnd}
    </>
  );
  if (reason) {
    return (
      <ReasonButton {...rest} reason={reason} className={look}>
        {content}
      </ReasonButton>
    );
  }
  if (href !== undefined) {
    // Only attributes that every element knows (id, aria-*, data-*) are of use on a link.
    const shared = rest as unknown as AnchorHTMLAttributes<HTMLAnchorElement>;
    const link = { ...shared, href, target, rel, download, className: look, "data-ghost": quiet };
    return isInternal(href) && download === undefined ? (
      <Link {...link} prefetch={prefetch}>
        {content}
      </Link>
    ) : (
      <a {...link}>{content}</a>
    );
  }
  return (
    <button
      {...rest}
      type={type}
      className={look}
      data-ghost={quiet}
      onClick={pending ? undefined : onClick}
      aria-disabled={pending || rest["aria-disabled"] || undefined}
      aria-busy={pending || undefined}
    >
      {content}
    </button>
  );
}

/** Whether the router may follow this address: pages of ours, not other sites, mail, telephone or API answers. */
export function isInternal(href: string): boolean {
  return (
    (href.startsWith("/") && !href.startsWith("//") && !href.startsWith("/api/")) ||
    href.startsWith("?") ||
    href.startsWith("#")
  );
}
