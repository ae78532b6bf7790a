import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { app, cleanups, connectRaw, startServer } from "@/tests/support/realtime";

// A process start takes a second alone and many on a busy machine.
describe("the process", { timeout: 60_000 }, () => {
  const run = (env: Record<string, string>) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/realtime/server.ts"], {
      env: { NODE_ENV: "test", ...env },
    });
    cleanups.push(() => child.kill("SIGKILL"));
    return child;
  };
  const named = { PUSHER_APP_ID: app.appId, PUSHER_KEY: app.key, PUSHER_SECRET: app.secret };

  test.each(["SIGTERM", "SIGINT"] as const)("says when it listens and ends cleanly on %s", async (signal) => {
    const child = run({ ...named, REALTIME_PORT: "0" });
    const [output] = await once(child.stdout, "data");
    expect(String(output)).toBe("realtime listening\n");
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("a missing setting or a port in use is named", async () => {
    const { port } = await startServer();
    const cases: [Record<string, string>, string][] = [
      [{ ...named, PUSHER_SECRET: "", REALTIME_PORT: "0" }, "Set PUSHER_SECRET"],
      [{ ...named, REALTIME_PORT: String(port) }, `EADDRINUSE: address already in use 127.0.0.1:${port}`],
    ];
    for (const [env, message] of cases) {
      const child = run(env);
      const [[output], [code]] = await Promise.all([once(child.stderr, "data"), once(child, "exit")]);
      expect([code, String(output)]).toEqual([1, expect.stringContaining(message)]);
    }
  });

  test("health answers without a signature and without secrets", async () => {
    const { port } = await startServer();
    const client = await connectRaw(port);
    await client.next();
    const response = await fetch(`http://127.0.0.1:${port}/health`);
    expect(await response.json()).toEqual({ status: "ok", connections: 1 });
  });
});
