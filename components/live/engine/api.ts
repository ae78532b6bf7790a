import type { Result } from "@/lib/errors";
import type { JoinResult, PollResult, SignalBody } from "@/lib/live/schema";

const TIMEOUT_MS = 15_000;

export type JoinRequest = {
  clientId: string;
  takeOver: boolean;
  microphone: boolean;
  camera: boolean;
  name?: string;
  pin?: string;
};

/** What waits for longer when the server turns out to answer others is stuck in a line that broke. */
const STUCK_MS = 1000;

/** The room's requests. Nothing here throws: what fails is a Result like any other refusal. */
export class RoomApi {
  private readonly waiting = new Map<AbortController, number>();

  /** `publicId` names the conference in every address. */
  constructor(private readonly publicId: string) {}

  join = (request: JoinRequest) => this.post<JoinResult>("join", request);

  heartbeat = (generation: number) => this.post<{ rosterSeq: number }>("heartbeat", { generation });

  setDevices = (generation: number, microphone: boolean, camera: boolean) =>
    this.post("devices", { generation, microphone, camera });

  signal = (generation: number, to: string, toGeneration: number, body: SignalBody) =>
    this.post<{ delivered: boolean }>("signal", { generation, to, toGeneration, body });

  leave = (generation: number) => this.post<{ left: boolean }>("leave", { generation }, true);

  endForAll = () => this.post<{ people: number }>("end", {});

  poll(generation: number, since: number, signal: number, abort: AbortSignal): Promise<Result<PollResult>> {
    const path = `events?generation=${generation}&since=${since}&signal=${signal}`;
    return this.send<PollResult>(path, { method: "GET" }, abort);
  }

  /** Gives up what is stuck; whoever asked for it says it again. */
  unstick(): void {
    for (const [call, since] of this.waiting) if (Date.now() - since > STUCK_MS) call.abort();
  }

  /** From a page that closes: nobody waits for the answer. */
  away(generation: number): void {
    const body = new Blob([JSON.stringify({ generation })], { type: "application/json" });
    navigator.sendBeacon(this.address("away"), body);
  }

  private address = (verb: string) => `/api/room/${encodeURIComponent(this.publicId)}/${verb}`;

  private async post<T>(verb: string, body: unknown, keepalive = false): Promise<Result<T>> {
    const call = new AbortController();
    this.waiting.set(call, Date.now());
    const init = { method: "POST", body: JSON.stringify(body), keepalive };
    const result = await this.send<T>(verb, init, call.signal);
    this.waiting.delete(call);
    return result;
  }

  private async send<T>(verb: string, init: RequestInit, abort: AbortSignal): Promise<Result<T>> {
    try {
      const response = await fetch(this.address(verb), {
        ...init,
        headers: { "content-type": "application/json" },
        signal: AbortSignal.any([abort, AbortSignal.timeout(TIMEOUT_MS)]),
      });
      return (await response.json()) as Result<T>;
    } catch {
      return { ok: false, error: { code: "unavailable" } };
    }
  }
}
