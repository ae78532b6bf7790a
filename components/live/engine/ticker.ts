/**
 * Calls once a second, also in a background tab: browsers slow the timers of hidden pages down to one a minute, which
 * is longer than a lease, but leave those of workers alone.
 */
export class Ticker {
  private worker: Worker | undefined;
  private timer: number | undefined;
  private url = "";

  constructor(private readonly tick: () => void) {}

  start(): void {
    this.stop();
    try {
      this.url = URL.createObjectURL(
        new Blob(["setInterval(() => postMessage(0), 1000)"], { type: "text/javascript" }),
      );
      this.worker = new Worker(this.url);
      this.worker.onmessage = () => this.tick();
      this.worker.onerror = () => this.fallBack();
    } catch {
      this.fallBack();
    }
  }

  stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
    window.clearInterval(this.timer);
    this.timer = undefined;
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = "";
  }

  private fallBack(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.timer ??= window.setInterval(() => this.tick(), 1000);
  }
}
