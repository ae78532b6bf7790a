import { isScheduler, noRoute } from "@/lib/jobs/gate";
import { jobs } from "@/lib/jobs/registry";

/** The jobs that a scheduler calls, and how often. */
export async function GET(request: Request): Promise<Response> {
  if (!isScheduler(request)) return noRoute();
  return Response.json({ jobs: jobs.map(({ name, everySeconds }) => ({ name, everySeconds })) });
}
