import { Agent, type IncomingMessage, request } from "node:http";

/** A client that costs little beside what it measures: keep-alive connections and no more. */

export type Answer = { status: number; bytes: number; milliseconds: number; text: string };

export type Ask = {
  url: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** Keep the body; else only its length is. */
  wantsText?: boolean;
};

export const client = (connections: number) => new Agent({ keepAlive: true, maxSockets: connections });

export function ask(agent: Agent, { url, method = "GET", headers, body, wantsText }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const sent = request(url, { agent, method, headers }, (response: IncomingMessage) => {
      let bytes = 0;
      let text = "";
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (wantsText) text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          bytes,
          milliseconds: performance.now() - started,
          text,
        });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Sends `total` requests, `concurrency` at a time, and gives the answers in the order in which they came. */
export async function drive(
  agent: Agent,
  { total, concurrency, next }: { total: number; concurrency: number; next: (index: number) => Ask },
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let index = 0;
  const worker = async () => {
    while (index < total) {
      const mine = index;
      index += 1;
      answers.push(await ask(agent, next(mine)));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return answers;
}

/** Throws unless every answer is of this status: a page that fails is fast. */
export function expectStatus(answers: readonly Answer[], status: number): void {
  const wrong = answers.filter((answer) => answer.status !== status);
  if (wrong.length > 0) throw new Error(`${wrong.length} answers were not ${status} but ${wrong[0]?.status}`);
}
