import { randomBytes } from "node:crypto";
import { freePort } from "@/scripts/launcher/ports.mjs";
import { until } from "../faults/support/stack";
import { aFolder, findProgram, say, serve } from "./program";
import type { Interop } from "./run";

export const coturn: Interop = {
  name: "coturn",
  title: "a relay takes our credentials, no others and no later, and reaches no private network (T-29)",
  program: "turnserver",
  package: "coturn",
  async run({ program, check }) {
    const client = findProgram("turnutils_uclient");
    if (!client) throw new Error("turnutils_uclient comes with the same package");
    const secret = randomBytes(24).toString("hex");
    const port = await freePort();
    const folder = aFolder();
    Object.assign(process.env, {
      DATABASE_URL: "postgres://foyer_app:x@127.0.0.1:1/foyer",
      STORAGE_URL: `file://${folder.path}`,
      AUTH_SECRET: secret,
      CRON_SECRET: secret,
      BASE_URL: "http://localhost:3000",
      TURN_URL: `turn:127.0.0.1:${port}`,
      TURN_SECRET: secret,
    });
    const { iceServers } = await import("@/lib/ports/media/ice");
    const relay = await serve(
      program,
      [
        ...[
          "-n",
          "--log-file=stdout",
          "--no-tls",
          "--no-dtls",
          "--no-cli",
          "--lt-cred-mech",
          "--use-auth-secret",
        ],
        ...[`--static-auth-secret=${secret}`, "--realm=foyer.test", `--listening-port=${port}`],
        ...["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", `--pidfile=${folder.path}/turn.pid`],
        // What the deployment guide asks for: nothing that is reserved can be reached through it.
        ...["10.0.0.0-10.255.255.255", "172.16.0.0-172.31.255.255", "192.168.0.0-192.168.255.255"].map(
          (range) => `--denied-peer-ip=${range}`,
        ),
        "--denied-peer-ip=169.254.0.0-169.254.255.255",
      ],
      port,
    );
    try {
      const of = (now?: number) => iceServers("a-participant", now).find(({ username }) => username);
      const tryWith = (username = "", credential = "", peer = "10.1.2.3") => {
        const what = ["-v", "-n", "1", "-m", "1", "-u", username, "-w", credential, "-e", peer];
        return say("timeout", ["6", client, ...what, "-p", String(port), "127.0.0.1"]).text;
      };
      const isTaken = (text: string) => /success[\s\S]*Received relay addr/.test(text);
      const ours = of();
      const good = tryWith(ours?.username, ours?.credential);
      check("our credentials are taken", isTaken(good), good.slice(-600));
      const wrong = tryWith(ours?.username, "wrong");
      check("with another password they are not", !isTaken(wrong), wrong.slice(-600));
      const old = of(Date.now() - 3_600_000);
      const late = tryWith(old?.username, old?.credential);
      check("those of an hour ago are not", !isTaken(late), late.slice(-600));
      for (const peer of ["10.1.2.3", "172.16.0.9", "169.254.169.254", "192.168.0.1"]) {
        tryWith(ours?.username, ours?.credential, peer);
        const isDenied = async () => relay.said().includes(`A peer IP ${peer} denied`);
        const denied = await until(isDenied, peer, 5).then(
          () => true,
          () => false,
        );
        check(`nothing leads to ${peer}`, denied, relay.said().slice(-900));
      }
    } finally {
      await relay.stop();
      folder.remove();
    }
  },
};
