/**
 * Entry of the embedded realtime server.
 *
 * REALTIME_PORT, PUSHER_APP_ID, PUSHER_KEY and PUSHER_SECRET are required. REALTIME_HOST defaults to
 * 127.0.0.1. REALTIME_ORIGINS, a comma list, names the browser origins that may connect. REALTIME_TRUSTED_PROXIES is
 * the number of proxies in front. REALTIME_WEBHOOK_URL is told of channels that open and close and of members that come
 * and go; REALTIME_SUBSCRIPTION_COUNTS=on tells it, and the channels themselves, how many subscribe. The product needs
 * neither.
 */
import { startRealtime } from "./start";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}: the realtime server cannot start without it.`);
  return value;
}

function portFrom(name: string): number {
  const port = Number(required(name));
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`Set ${name} to a port number between 0 and 65535.`);
  }
  return port;
}

try {
  const origins = process.env.REALTIME_ORIGINS?.split(",")
    .map((origin) => origin.trim())
    .filter(Boolean);
  const webhookUrl = process.env.REALTIME_WEBHOOK_URL;
  const realtime = await startRealtime({
    port: portFrom("REALTIME_PORT"),
    host: process.env.REALTIME_HOST || "127.0.0.1",
    appId: required("PUSHER_APP_ID"),
    key: required("PUSHER_KEY"),
    secret: required("PUSHER_SECRET"),
    ...(origins?.length && { origins }),
    trustedProxies: Number(process.env.REALTIME_TRUSTED_PROXIES) || 0,
    ...(webhookUrl && { webhook: { url: webhookUrl } }),
    hasSubscriptionCounts: process.env.REALTIME_SUBSCRIPTION_COUNTS === "on",
  });
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    void realtime.close().then(() => process.exit(0));
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  console.log("realtime listening");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
