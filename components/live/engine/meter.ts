/** How loud a track is, from 0 to 1. A browser may hold the sound engine back until the first click. */
export class Meter {
  private context: AudioContext | undefined;
  private analyser: AnalyserNode | undefined;
  private source: MediaStreamAudioSourceNode | undefined;
  private samples = new Float32Array(0);

  attach(track: MediaStreamTrack | null): void {
    this.source?.disconnect();
    this.source = undefined;
    if (!track || typeof AudioContext === "undefined") return;
    this.context ??= this.makeContext();
    this.analyser ??= this.makeAnalyser(this.context);
    this.source = this.context.createMediaStreamSource(new MediaStream([track]));
    this.source.connect(this.analyser);
  }

  /** A quiet voice is about a third, a clear one two thirds of the scale. */
  read(): number {
    if (!this.analyser || !this.source) return 0;
    this.analyser.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    return scaled(Math.sqrt(sum / this.samples.length));
  }

  close(): void {
    this.attach(null);
    document.removeEventListener("pointerdown", this.resume);
    document.removeEventListener("keydown", this.resume);
    void this.context?.close().catch(() => {});
    this.context = undefined;
    this.analyser = undefined;
  }

  private makeContext(): AudioContext {
    const context = new AudioContext();
    if (context.state !== "running") {
      void context.resume().catch(() => {});
      document.addEventListener("pointerdown", this.resume);
      document.addEventListener("keydown", this.resume);
    }
    return context;
  }

  private readonly resume = () => {
    void this.context?.resume().catch(() => {});
  };

  private makeAnalyser(context: AudioContext): AnalyserNode {
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    this.samples = new Float32Array(analyser.fftSize);
    return analyser;
  }
}

/** Decibels from -60 to 0 as a part of one: that is how loudness is heard. */
export function scaled(amplitude: number): number {
  if (amplitude <= 0) return 0;
  return Math.min(1, Math.max(0, 1 + (20 * Math.log10(amplitude)) / 60));
}

/** A short two-note sound on the chosen speaker. */
export async function playTestSound(speaker: string): Promise<void> {
  const context = new AudioContext();
  await context.resume();
  const output = context.createMediaStreamDestination();
  const gain = context.createGain();
  gain.connect(output);
  const start = context.currentTime + 0.05;
  for (const [index, hertz] of [440, 660].entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(gain);
    tone.start(start + index * 0.25);
    tone.stop(start + index * 0.25 + 0.22);
  }
  gain.gain.setValueAtTime(0.18, start);
  const element = new Audio();
  element.srcObject = output.stream;
  if (speaker && "setSinkId" in element) await element.setSinkId(speaker).catch(() => {});
  await element.play();
  window.setTimeout(() => void context.close(), 1200);
}
