/**
 * From a trigger to the last of 1,000 sockets: the embedded realtime server against a bare `ws` loop that
 * is told to send over a WebSocket, without HTTP, signatures or channels. Run: node --import tsx tests/bench/fanout.ts
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import Pusher from "pusher";
import { WebSocket, WebSocketServer } from "ws";
import { startRealtime } from "@/scripts/realtime/start";

const SOCKETS = 1000;
const MESSAGES = 200;
const ROUNDS = 9;
const WARM_UP = 20;
const host = "127.0.0.1";
const app = { appId: "bench", key: "bench", secret: "bench" };
const data = JSON.stringify({ t: "roster", id: "0".repeat(36), seq: 1, names: "x".repeat(120) });
const delivered = JSON.stringify({ event: "changed", channel: "news", data });

const PONG = JSON.stringify({ event: "pusher:pong", data: "{}" });

async function serve(role: string): Promise<number> {
  if (role === "realtime") return (await startRealtime({ ...app, host, port: 0 })).port;
  const server = new WebSocketServer({ host, port: 0, perMessageDeflate: false });
  server.on("connection", (ws) => {
    ws.on("message", () => {
      for (const client of server.clients) if (client !== ws) client.send(delivered);
    });
  });
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** One server in its own process, 1,000 sockets of this one, and a way to send one message to all. */
async function setUp(role: "realtime" | "anchor") {
  const child = fork(fileURLToPath(import.meta.url), [role], { execArgv: ["--import", "tsx"] });
  const [port] = (await once(child, "message")) as [number];
  let missing = 0;
  let done: () => void = () => undefined;
  for (let index = 0; index < SOCKETS; index += 1) {
    const path = role === "realtime" ? `/app/${app.key}?protocol=7` : "/";
    const ws = new WebSocket(`ws://${host}:${port}${path}`, { perMessageDeflate: false });
    if (role === "realtime") {
      await once(ws, "message");
      ws.send(JSON.stringify({ event: "pusher:subscribe", data: { channel: "news" } }));
      await once(ws, "message");
    } else {
      await once(ws, "open");
    }
    ws.on("message", (raw: Buffer) => {
      // On a slow machine the run outlasts what a silent connection is allowed; only a ping is as short.
      if (raw.length < delivered.length) {
        ws.send(PONG);
        return;
      }
      missing -= 1;
      if (missing === 0) done();
    });
  }
  const control = role === "anchor" ? new WebSocket(`ws://${host}:${port}/`) : undefined;
  if (control) await once(control, "open");
  // Without an agent the library opens a connection for every trigger.
  const agent = new Agent({ keepAlive: true });
  const pusher = new Pusher({ ...app, host, port: String(port), useTLS: false, agent });
  const cpuMicroseconds = async () => {
    child.send("cpu");
    return ((await once(child, "message")) as [number])[0];
  };
  const send = async () => {
    missing = SOCKETS;
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    const started = performance.now();
    const triggered = control ? control.send("go") : pusher.trigger("news", "changed", data);
    await all;
    const elapsed = performance.now() - started;
    await triggered;
    return elapsed;
  };
  for (let index = 0; index < WARM_UP; index += 1) await send();
  return { send, cpuMicroseconds, stop: () => child.kill() };
}

type Side = Awaited<ReturnType<typeof setUp>>;

/** Alternates message by message, so that a drifting machine favours neither side. */
async function round(sides: Side[]): Promise<{ p99: number; cpu: number }[]> {
  const times = sides.map((): number[] => []);
  const before = await Promise.all(sides.map((side) => side.cpuMicroseconds()));
  for (let index = 0; index < MESSAGES; index += 1) {
    for (const [number, side] of sides.entries()) times[number]?.push(await side.send());
  }
  const after = await Promise.all(sides.map((side) => side.cpuMicroseconds()));
  return times.map((list, number) => {
    list.sort((a, b) => a - b);
    const used = (after[number] ?? Number.NaN) - (before[number] ?? Number.NaN);
    return { p99: list[Math.ceil(MESSAGES * 0.99) - 1] ?? Number.NaN, cpu: used / (MESSAGES * SOCKETS) };
  });
}

function print(name: string, ratios: number[], note: string): void {
  const sorted = [...ratios].sort((a, b) => a - b);
  const [low, middle, high] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map((index) =>
    (sorted[index] ?? Number.NaN).toFixed(2),
  );
  console.log(`${name}: ${middle} (${low}–${high})  ${note}`);
}

const role = process.argv[2];
if (process.send && role) {
  const port = await serve(role);
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.send(port);
} else {
  const realtime = await setUp("realtime");
  const anchor = await setUp("anchor");
  const latency: number[] = [];
  const cpu: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    const [own, raw] = await round([realtime, anchor]);
    if (!own || !raw) throw new Error("A round measures both sides");
    latency.push(own.p99 / raw.p99);
    cpu.push(own.cpu / raw.cpu);
  }
  realtime.stop();
  anchor.stop();
  const size = `${MESSAGES} messages × ${SOCKETS} sockets, ${delivered.length} bytes, ${ROUNDS} rounds`;
  print("fanout", latency, `last-socket p99 ÷ ws loop; ${size}`);
  print("fanout-cpu", cpu, `server CPU per delivery ÷ ws loop; ${size}`);
  process.exit(0);
}
