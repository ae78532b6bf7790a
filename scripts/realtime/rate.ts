/** Token buckets: so much a second on average, and a burst above it. */
export interface Rate {
  perSecond: number;
  burst: number;
}

export class Bucket {
  private tokens: number;
  private filledAt = performance.now();

  constructor(private readonly rate: Rate) {
    this.tokens = rate.burst;
  }

  /** False when nothing is left; then nothing is taken. */
  take(): boolean {
    this.fill();
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  get isFull(): boolean {
    this.fill();
    return this.tokens >= this.rate.burst;
  }

  private fill(): void {
    const now = performance.now();
    const earned = ((now - this.filledAt) / 1000) * this.rate.perSecond;
    this.tokens = Math.min(this.rate.burst, this.tokens + earned);
    this.filledAt = now;
  }
}

/** One bucket for each address that came lately. */
export class AddressRates {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly rate: Rate) {}

  take(address: string): boolean {
    let bucket = this.buckets.get(address);
    if (!bucket) {
      bucket = new Bucket(this.rate);
      this.buckets.set(address, bucket);
    }
    return bucket.take();
  }

  /** Forgets those that have calmed down: a full bucket says nothing. */
  sweep(): void {
    for (const [address, bucket] of this.buckets) if (bucket.isFull) this.buckets.delete(address);
  }
}

/**
 * Whose connection it is: the socket's own peer, or the `trustedProxies`-th entry from the end of the forwarded chain.
 * An IPv6 address stands for its /64, which one household holds.
 */
export function addressOf(
  peer: string | undefined,
  forwarded: string | undefined,
  trustedProxies: number,
): string {
  const chain = [...(forwarded ?? "").split(","), peer ?? ""].map((part) => part.trim()).filter(Boolean);
  const address = (chain[chain.length - 1 - trustedProxies] ?? chain[0] ?? "").replace(/^::ffff:/, "");
  if (!address.includes(":")) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const rest = tail.split(":").filter(Boolean);
  while (groups.length + rest.length < 8) groups.push("0");
  return [...groups, ...rest].slice(0, 4).join(":");
}
