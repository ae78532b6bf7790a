import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

type Mode =
  | "accept"
  /** 451 to every recipient: try again later. */
  | "defer"
  /** 550 to every recipient. */
  | "refuse"
  /** Takes the connection and says nothing more. */
  | "hang";

export type Received = { from: string; to: string[]; raw: string };

/** A real SMTP server on a port of this machine, with the moods of real ones. */
export async function startSmtp(port = 0) {
  const inbox: Received[] = [];
  const state: { mode: Mode; onData?: () => void } = { mode: "accept" };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    onRcptTo(_address, _session, callback) {
      if (state.mode === "hang") return;
      const code = { defer: 451, refuse: 550 }[state.mode as string];
      callback(code ? Object.assign(new Error(`${code} not today`), { responseCode: code }) : null);
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        inbox.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map((r) => r.address),
          raw: Buffer.concat(chunks).toString("utf8"),
        });
        state.onData?.();
        callback();
      });
    },
  });
  server.on("error", () => {});
  server.listen(port, "127.0.0.1");
  await once(server.server, "listening");
  const { port: taken } = server.server.address() as AddressInfo;
  return {
    port: taken,
    url: `smtp://127.0.0.1:${taken}`,
    inbox,
    become: (mode: Mode) => {
      state.mode = mode;
    },
    /** Called when a mail has arrived, before the answer 250. */
    onData: (hook: (() => void) | undefined) => {
      state.onData = hook;
    },
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Header fields of a raw mail, unfolded, by lower-case name. */
export function headersOf(raw: string): Record<string, string> {
  const head = raw.split("\r\n\r\n", 1)[0] ?? "";
  const lines = head.replace(/\r\n[\t ]+/g, " ").split("\r\n");
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(":")).toLowerCase(),
      line.slice(line.indexOf(":") + 1).trim(),
    ]),
  );
}

/** The parts of a raw mail, decoded, with their content types. */
export function partsOf(raw: string): { type: string; text: string; header: Record<string, string> }[] {
  const header = headersOf(raw);
  const type = header["content-type"] ?? "text/plain";
  const body = raw.slice(raw.indexOf("\r\n\r\n") + 4);
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (!boundary) return [{ type, text: decode(body, header["content-transfer-encoding"]), header }];
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((part) => partsOf(part.replace(/^\r\n/, "").replace(/\r\n$/, "")));
}

function decode(body: string, encoding = "7bit"): string {
  if (encoding === "base64") return Buffer.from(body, "base64").toString("utf8");
  if (encoding !== "quoted-printable") return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
