import "server-only";
import { createTransport, type Transporter } from "nodemailer";
import type { Delivery, MailMessage, MailTransport } from "./port";

/** Together below the minute for which a worker holds a mail, so that nobody else takes it meanwhile. */
const patience = { connectMs: 10_000, silenceMs: 15_000, wholeMs: 45_000 };

const shared = globalThis as typeof globalThis & {
  foyerSmtp?: { url: string; transporter: Transporter };
};

function transporterOf(url: string, { connectMs, silenceMs }: typeof patience): Transporter {
  if (shared.foyerSmtp?.url !== url) {
    shared.foyerSmtp?.transporter.close();
    const transporter = createTransport({
      url,
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      socketTimeout: silenceMs,
      dnsTimeout: connectMs,
      // A mail is made of strings; nothing in it may name a file or an address to fetch.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    shared.foyerSmtp = { url, transporter };
  }
  return shared.foyerSmtp.transporter;
}

/** A real mail server, as SMTP_URL names it. */
export function smtp(url: string, limits = patience): MailTransport {
  return {
    name: "smtp",
    async send(message) {
      try {
        const info = await withinTime(
          transporterOf(url, limits).sendMail(asOptions(message)),
          limits.wholeMs,
        );
        return { state: "sent", reply: brief(String(info.response ?? "")) };
      } catch (error) {
        const refused = refusal(error);
        if (refused) return refused;
        throw error;
      }
    },
  };
}

function asOptions(message: MailMessage) {
  const { calendar } = message;
  return {
    messageId: message.messageId,
    from: message.from,
    to: message.to,
    envelope: { from: message.from.address, to: [message.to.address] },
    subject: message.subject,
    text: message.text,
    html: message.html,
    headers: { "Content-Language": message.language, "Auto-Submitted": "auto-generated" },
    icalEvent: calendar && {
      method: calendar.method,
      filename: "invitation.ics",
      content: calendar.content,
    },
  };
}

/** A server may answer each command just in time and never finish. */
async function withinTime<T>(sending: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the mail server did not finish in time")), ms);
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

type SmtpError = Error & { command?: string; responseCode?: number; response?: string };

/**
 * A reply of 5xx to sender, recipient or content is about this mail and final. Everything else (4xx, time-outs,
 * a refused connection, a wrong password of ours) is about the server and passes.
 */
function refusal(error: unknown): Delivery | null {
  if (!(error instanceof Error)) return null;
  const { command = "", responseCode = 0, response = "" } = error as SmtpError;
  const isAboutMail = /^(MAIL FROM|RCPT TO|DATA)/.test(command);
  return isAboutMail && responseCode >= 500 && responseCode < 600
    ? { state: "failed", reply: brief(response) }
    : null;
}

const brief = (reply: string) => reply.replace(/\s+/g, " ").trim().slice(0, 300);
