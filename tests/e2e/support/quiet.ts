import { send } from "../../access/http";
import { owner } from "../../support/database";
import { until } from "./server";

/** As the scheduler does it. */
const drain = () =>
  send("/api/cron/outbox", { headers: { authorization: `Bearer ${process.env.CRON_SECRET}` }, body: "" });

/** Nothing is on its way any more that would change the world by itself, and nobody's device falls silent. */
export async function quiet(): Promise<void> {
  await owner()`UPDATE device_leases SET lease_expires_at = app_clock() + interval '1 hour' WHERE left_at IS NULL`;
  await until(async () => {
    await drain();
    return (
      (await owner()`SELECT 1 FROM outbox WHERE dead_at IS NULL AND visible_at <= app_now()`).length === 0
    );
  }, "an empty outbox");
}
