import "server-only";

/** One mail to one person. Addresses are typed: text that names several mailboxes cannot get in. */
export type MailMessage = {
  /** Fixed per mail, so that a second try of the same mail is the same mail to every server on its way. */
  messageId: string;
  from: MailAddress;
  to: MailAddress;
  subject: string;
  text: string;
  html: string;
  language: string;
  /** A calendar entry that mail programs offer to accept; attached as a file as well. */
  calendar?: { method: "REQUEST" | "CANCEL" | "PUBLISH"; content: string };
};

export type MailAddress = { name: string; address: string };

/** What the other side said. A thrown error means: not now, try again. */
export type Delivery = { state: "sent" | "failed"; reply: string };

export interface MailTransport {
  readonly name: "smtp" | "mailbox";
  send(message: MailMessage): Promise<Delivery>;
}
