/** Calls the app's jobs as a host's cron would. Errors are told once per change of state, not on every tick. */

type Job = { name: string; everySeconds: number };

type Options = {
  url: string;
  secret: string;
  log(line: string): void;
  fetch?: typeof fetch;
  now?: () => number;
};

export function jobCaller(options: Options) {
  const { url, secret, log } = options;
  const call = options.fetch ?? fetch;
  const now = options.now ?? Date.now;
  const headers = { authorization: `Bearer ${secret}` };
  const lastCall = new Map<string, number>();
  const running = new Set<string>();
  const failing = new Map<string, string>();
  let jobs: Job[] | undefined;

  function report(name: string, problem: string | undefined) {
    if (failing.get(name) === problem) return;
    if (problem === undefined) {
      failing.delete(name);
      log(`${name} works again.`);
    } else {
      failing.set(name, problem);
      log(`${name} fails: ${problem}`);
    }
  }

  async function ask(path: string, method: "GET" | "POST"): Promise<Response> {
    const response = await call(`${url}/api/cron${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(60_000),
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Error(`HTTP ${response.status}`);
  }

  async function list(): Promise<Job[]> {
    if (jobs) return jobs;
    try {
      jobs = ((await (await ask("", "GET")).json()) as { jobs: Job[] }).jobs;
      report("The list of jobs", undefined);
    } catch (error) {
      report("The list of jobs", (error as Error).message);
    }
    return jobs ?? [];
  }

  async function run(job: Job) {
    running.add(job.name);
    lastCall.set(job.name, now());
    try {
      await (await ask(`/${encodeURIComponent(job.name)}`, "POST")).body?.cancel();
      report(`The job ${job.name}`, undefined);
    } catch (error) {
      // The app may have been replaced by one with other jobs.
      jobs = undefined;
      report(`The job ${job.name}`, (error as Error).message);
    } finally {
      running.delete(job.name);
    }
  }

  /** Calls what is due; a job that still runs is left alone. */
  return async function tick(): Promise<void> {
    const due = (await list()).filter((job) => {
      const last = lastCall.get(job.name);
      // Half a second of tolerance: timers come a little early as well as late.
      return !running.has(job.name) && (last === undefined || now() - last >= job.everySeconds * 1000 - 500);
    });
    await Promise.all(due.map(run));
  };
}

export function callJobs(options: Options): { stop(): void } {
  const tick = jobCaller(options);
  void tick();
  const timer = setInterval(() => void tick(), 15_000);
  return { stop: () => clearInterval(timer) };
}
