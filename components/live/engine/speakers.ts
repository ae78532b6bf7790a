import type { LocalMedia } from "./media";
import type { Mesh } from "./mesh";
import { scaled } from "./meter";
import { Store } from "./types";

export type Speakers = {
  /** Participants who are heard at this moment. */
  speaking: readonly string[];
  /** The other one who spoke last: the large picture of the speaker view. */
  last: string | null;
};

const EVERY_MS = 200;
const LOUD = 0.45;
/** A breath between two words does not end a turn. */
const HOLD_MS = 900;

/** Who speaks, from the levels of what is sent and received. */
export class SpeakerWatch {
  readonly store = new Store<Speakers>({ speaking: [], last: null });
  private readonly heardAt = new Map<string, number>();
  private timer: number | undefined;

  constructor(
    private readonly media: LocalMedia,
    private readonly myId: () => string | null,
    private readonly mesh: () => Mesh | null,
  ) {}

  start(): void {
    this.stop();
    this.timer = window.setInterval(() => this.look(), EVERY_MS);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.heardAt.clear();
    this.store.set({ speaking: [], last: null });
  }

  private look(): void {
    const now = Date.now();
    const others = this.mesh()?.levels() ?? [];
    let loudest = { participantId: "", level: LOUD };
    for (const { participantId, level } of others) {
      const loudness = scaled(level);
      if (loudness > LOUD) this.heardAt.set(participantId, now);
      if (loudness > loudest.level) loudest = { participantId, level: loudness };
    }
    const me = this.myId();
    if (me && this.media.level() > LOUD) this.heardAt.set(me, now);
    const speaking = [...this.heardAt].filter(([, at]) => now - at < HOLD_MS).map(([id]) => id);
    const before = this.store.get();
    const isQuietNow = before.last === null || !speaking.includes(before.last);
    const last = loudest.participantId && isQuietNow ? loudest.participantId : before.last;
    if (last !== before.last || speaking.join() !== before.speaking.join())
      this.store.set({ speaking, last });
  }
}
