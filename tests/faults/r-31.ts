import { setTimeout as sleep } from "node:timers/promises";
import { hashPassword } from "@/lib/server/passwords";
import { owner } from "../support/database";
import { aPerson, world } from "../support/world";
import { anAddress, hiddenFields, logged, submit } from "./support/client";
import type { Fault } from "./support/fault";
import { percentile } from "./support/figures";
import { milliseconds, OperationLog } from "./support/outcomes";
import { residentMb, sample } from "./support/process";
import { verifyInvariants } from "./support/verify";

const STORM_PER_SECOND = 200;
const STORM_MS = 20_000;
const GOOD_PER_SECOND = 2;
const PASSWORD = "correct horse battery staple";

const fault: Fault = {
  id: "R-31",
  title: "200 wrong passwords a second while others sign in",
  async run(context) {
    const { figure, note } = context;
    const stack = await context.stack();
    const w = await world();
    const secret = await hashPassword(PASSWORD);
    const people = await Promise.all(Array.from({ length: 20 }, () => aPerson(w.tenant)));
    for (const { tenantId, userId } of people) {
      await owner()`INSERT INTO user_secrets (tenant_id, user_id, kind, secret) VALUES (${tenantId}, ${userId}, 'password', ${secret})`;
    }
    const hidden = await hiddenFields(`${stack.url}/sign-in`);
    const log = new OperationLog();
    const pending = new Set<Promise<unknown>>();
    let turn = 0;
    const signIn = (kind: string, login: string, password: string, address: string) => {
      const url = stack.apps[turn++ % 2]?.url ?? "";
      const fields: [string, string][] = [...hidden, ["login", login], ["password", password]];
      const headers = { "x-forwarded-for": address };
      const judge = ({ status }: { status: number }) =>
        status === 303 ? "acknowledged" : status < 500 ? "failed" : "unknown";
      const sent = logged(
        log,
        kind,
        `${login} ${performance.now()}`,
        () => submit(`${url}/sign-in`, fields, { headers }),
        judge,
      );
      pending.add(sent);
      void sent.finally(() => pending.delete(sent));
    };
    const every = (perSecond: number, work: (n: number) => void) => {
      const start = performance.now();
      let n = 0;
      return setInterval(() => {
        while (start + (n * 1000) / perSecond <= performance.now()) work(n++);
      }, 5);
    };
    const good = every(GOOD_PER_SECOND, (n) =>
      signIn("good", people[n % 20]?.loginName ?? "", PASSWORD, anAddress()),
    );
    await sleep(5000);
    const from = performance.now();
    const memory = () => stack.apps.reduce((sum, app) => sum + residentMb(app.pid()), 0);
    const before = memory();
    const rss = sample(memory);
    // From two hundred networks, each at a name of its own, so that neither lock nor limit stops them early.
    const networks = Array.from({ length: 200 }, anAddress);
    const storm = every(STORM_PER_SECOND, (n) =>
      signIn("wrong", `nobody-${n}`, "wrong password", networks[n % networks.length] ?? ""),
    );
    await sleep(STORM_MS);
    clearInterval(storm);
    const to = performance.now();
    clearInterval(good);
    while (pending.size > 0) await Promise.all(pending);
    await rss.stop();
    const quiet = log.between("good", 0, from);
    const during = log.between("good", from, to);
    const wrong = log.of("wrong");
    note(
      `${wrong.length} wrong passwords, the last answered ${Math.round((performance.now() - to) / 100) / 10} s after the storm`,
    );
    figure("good sign-ins before p95 s", percentile(milliseconds(quiet), 0.95) / 1000);
    figure("good sign-ins during", during.length, { atLeast: 20 });
    figure("of them refused", during.filter(({ outcome }) => outcome !== "acknowledged").length, {
      exactly: 0,
    });
    figure("good sign-ins during p95 s", percentile(milliseconds(during), 0.95) / 1000, { atMost: 2 });
    figure("wrong passwords that got in", wrong.filter(({ outcome }) => outcome === "acknowledged").length, {
      exactly: 0,
    });
    figure("wrong passwords a second", (wrong.length / STORM_MS) * 1000, { atLeast: STORM_PER_SECOND * 0.9 });
    figure("growth of memory, both processes MB", Math.max(...rss.values) - before, { atMost: 400 });
    await verifyInvariants(context);
  },
};
export default fault;
