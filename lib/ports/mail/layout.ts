import "server-only";
import { env } from "@/lib/env";
import type { MailAddress, MailMessage } from "./port";

/** Markup that is safe as it stands: made by `html`, which escapes whatever people typed, or our own text. */
export type Html = { readonly markup: string };

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

type Part = string | Html | Part[] | false | null | undefined;

function partOf(part: Part): string {
  if (!part) return "";
  if (Array.isArray(part)) return part.map(partOf).join("");
  return typeof part === "string" ? escapeHtml(part) : part.markup;
}

/** A piece of a mail. Strings that are filled in are escaped, pieces are taken as they are. */
const html = (fixed: TemplateStringsArray, ...parts: Part[]): Html => ({
  markup: fixed.map((text, i) => text + partOf(parts[i])).join(""),
});

/** The same words for both forms of a mail. */
export type Words = { html: Html; text: string };

export type Link = { label: string; href: string };

export type MailContent = {
  language: string;
  /** Shown by mail programs behind the subject. */
  preheader: string;
  organisation: string;
  heading: string;
  lead: Words;
  facts: { label: string; value: string; more?: string; struck?: boolean }[];
  button?: Link & { secondary?: Link };
  /** The full address, for programs that show no buttons. */
  address?: Link;
  note?: string;
  closing?: { text?: string; links: Link[] };
  footer: string[];
};

/** What a domain hands over; `renderMail` turns it into the two forms. */
export type RenderedMail = {
  to: MailAddress;
  subject: string;
  content: MailContent;
  calendar?: MailMessage["calendar"];
};

/** The sender of all mail, from MAIL_FROM: `Name <address>` or an address alone. */
export function mailFrom(): MailAddress {
  const [, name = "", address = env().mailFrom] = /^([^<]*)<([^>]+)>$/.exec(env().mailFrom) ?? [];
  return { name: name.trim().replace(/^"|"$/g, ""), address };
}

const sans = "Inter,-apple-system,'Segoe UI',Roboto,Arial,sans-serif";
const ink = "#16232b";
const muted = "#4d5b64";
const petrol = "#00566d";
const body = `font-family:${sans};font-weight:400;font-size:15px;line-height:23px;color:${ink}`;
const small = `font-family:${sans};font-weight:400;font-size:13px;line-height:20px;color:${muted}`;
const tiny = `font-family:${sans};font-weight:400;font-size:12px;line-height:18px;color:${muted}`;

/** For programs that read style sheets: dark mode and narrow windows. The rest is inline. */
const sheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;background:#eff3f5}
@media(max-width:600px){.p{padding-left:20px!important;padding-right:20px!important}.o{padding:0!important}.card{border-radius:0!important}.b{display:block!important;text-align:center}.s{margin:10px 0 0!important}}
@media(prefers-color-scheme:dark){body,.bg{background:#10161b!important}.card{background:#192026!important}.ink,.ink *{color:#eef2f4!important}.dim,.dim *{color:#b3bec5!important}.dim .ink{color:#eef2f4!important}.a{color:#7cc7e0!important}.b0{background:#6cbcd6!important;color:#0b2028!important}.note{background:#3a2717!important;color:#f4e6d8!important}.rule{border-color:#39434a!important}}
`;

/** Table markup with inline colours, 600 px wide, as mail programs need it. */
export function mailHtml(mail: MailContent): string {
  return html`<!doctype html>
<html lang="${mail.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${mail.heading}</title><style>${{ markup: sheet }}</style></head>
<body class="bg" style="margin:0;background:#eff3f5"><div style="display:none;max-height:0;overflow:hidden">${mail.preheader}</div>
<table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" style="background:#eff3f5"><tr><td class="o" align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#ffffff;border-radius:14px">
<tr><td class="p ink" style="padding:28px 36px 0;${body};font-weight:600">${mail.organisation}</td></tr>
<tr><td class="p" style="padding:20px 36px 32px">
<h1 class="ink" style="font-family:${sans};font-weight:600;font-size:24px;line-height:31px;letter-spacing:-.4px;color:${ink};margin:0">${mail.heading}</h1>
<p class="dim" style="${body};margin:10px 0 0;color:${muted}">${mail.lead.html}</p>
${factsTable(mail.facts)}
${mail.button && buttons(mail.button)}
${mail.address && html`<p class="dim" style="${small};margin:14px 0 0;word-break:break-word">${mail.address.label} ${anchor({ label: mail.address.href, href: mail.address.href })}</p>`}
${mail.note && html`<p class="note" style="${small};color:${ink};background:#fdf1e4;border-radius:9px;padding:12px 14px;margin:20px 0 0">${mail.note}</p>`}
${mail.closing && closingLine(mail.closing)}
</td></tr></table>
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%"><tr><td class="dim" style="${tiny};padding:16px 20px;text-align:center">${mail.footer.map((line, i) => html`${i > 0 && html`<br>`}${line}`)}</td></tr></table>
</td></tr></table></body></html>`.markup;
}

const anchor = ({ label, href }: Link) =>
  html`<a class="a" href="${href}" style="color:${petrol}">${label}</a>`;

function factsTable(facts: MailContent["facts"]): Html {
  const rule = "border-top:1px solid #dfe5e9;border-bottom:1px solid #dfe5e9";
  const cell = "padding-top:7px;padding-bottom:7px;vertical-align:top";
  const row = ({ label, value, more, struck }: MailContent["facts"][number], i: number) => html`<tr>
<td class="dim" style="${small};${cell};padding-right:16px;white-space:nowrap">${label}</td>
<td class="ink" style="${body};font-size:14px;line-height:20px;${cell}"><span style="${i === 0 ? "font-weight:600;" : ""}${struck ? "text-decoration:line-through" : ""}">${value}</span>${more && html`<br><span class="dim" style="color:${muted}">${more}</span>`}</td></tr>`;
  return html`<table role="presentation" class="rule" cellpadding="0" cellspacing="0" style="margin:20px 0 0;width:100%;${rule}"><tr><td style="padding:9px 0"><table role="presentation" cellpadding="0" cellspacing="0">${facts.map(row)}</table></td></tr></table>`;
}

function buttons({ label, href, secondary }: NonNullable<MailContent["button"]>): Html {
  const look = `font-family:${sans};font-size:15px;line-height:20px`;
  return html`<p style="margin:24px 0 0"><a class="b b0" href="${href}" style="display:inline-block;background:#00657f;color:#ffffff;${look};font-weight:600;text-decoration:none;padding:13px 22px;border-radius:9px">${label}</a>${secondary && html`<a class="b s a" href="${secondary.href}" style="display:inline-block;color:${petrol};${look};font-weight:500;padding:13px 8px;margin-left:8px">${secondary.label}</a>`}</p>`;
}

function closingLine({ text, links }: NonNullable<MailContent["closing"]>): Html {
  return html`<p class="dim" style="${small};margin:20px 0 0">${text && `${text} `}${links.map((link, i) => html`${i > 0 && " · "}${anchor(link)}`)}</p>`;
}

/** The same mail for people and programs that read plain text. */
export function mailText(mail: MailContent): string {
  const colon = mail.language === "fr" ? "\u00a0: " : ": ";
  const line = (label: string, value: string) => `${label}${colon}${value}`;
  const facts = mail.facts.map(
    ({ label, value, more }) => `${line(label, value)}${more ? `\n  ${more}` : ""}`,
  );
  const blocks = [
    mail.organisation,
    mail.heading,
    mail.lead.text,
    facts.join("\n"),
    mail.button && line(mail.button.label, `\n${mail.button.href}`),
    mail.note,
    mail.button?.secondary && line(mail.button.secondary.label, mail.button.secondary.href),
    mail.closing &&
      [mail.closing.text, ...mail.closing.links.map(({ label, href }) => line(label, href))]
        .filter(Boolean)
        .join("\n"),
    `-- \n${mail.footer.join("\n")}`,
  ];
  return `${blocks.filter(Boolean).join("\n\n")}\n`;
}
