import { isScheduler, noRoute } from "@/lib/jobs/gate";
import { runJob } from "@/lib/jobs/run";

/** Runs one job; safe to call late, twice or at the same time. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ job: string }> },
): Promise<Response> {
  if (!isScheduler(request)) return noRoute();
  const { job } = await params;
  return (await runJob(job)) ? Response.json({ ok: true, job }) : noRoute();
}
