import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * How a stretch of network behaves: it passes everything, holds what is sent without a word, refuses connections, or
 * passes a little at a time.
 */
export type Mood =
  | { kind: "pass" }
  | { kind: "hold" }
  | { kind: "refuse" }
  /** The service behind it is ill: this HTTP status to everything. */
  | { kind: "answer"; status: number }
  /** Bytes a second each way, and milliseconds before each piece. */
  | { kind: "slow"; bytesPerSecond: number; delayMs: number };

const PIECE = 512;

/** A TCP relay to a port of this machine, whose mood can be changed while it runs. */
export async function startRelay(to: number) {
  let mood: Mood = { kind: "pass" };
  const open = new Set<Socket>();
  const held: (() => void)[] = [];
  const track = (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
  };
  const free = () =>
    mood.kind === "hold" ? new Promise<void>((resolve) => held.push(resolve)) : Promise.resolve();

  async function pass(from: Socket, target: Socket) {
    for await (const chunk of from) {
      if (mood.kind === "slow") await drip(chunk as Buffer, target, mood);
      else {
        await free();
        if (!target.write(chunk)) await once(target, "drain");
      }
    }
    target.end();
  }

  const server = createServer((client) => {
    track(client);
    if (mood.kind === "refuse") return client.destroy();
    if (mood.kind === "answer") {
      const { status } = mood;
      client.once("data", () =>
        client.end(`HTTP/1.1 ${status} Ill\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`),
      );
      return;
    }
    const service = connect(to, "127.0.0.1");
    track(service);
    const over = () => {
      client.destroy();
      service.destroy();
    };
    pass(client, service).catch(over);
    pass(service, client).catch(over);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    /** From now on; connections that are open change too, except that refusing and answering close them. */
    become(next: Mood) {
      mood = next;
      if (next.kind === "refuse" || next.kind === "answer") for (const socket of open) socket.destroy();
      if (next.kind !== "hold") for (const go of held.splice(0)) go();
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function drip(chunk: Buffer, target: Socket, { bytesPerSecond, delayMs }: Mood & { kind: "slow" }) {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  await wait(delayMs);
  for (let at = 0; at < chunk.length; at += PIECE) {
    const piece = chunk.subarray(at, at + PIECE);
    target.write(piece);
    await wait((piece.length / bytesPerSecond) * 1000);
  }
}
