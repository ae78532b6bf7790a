import { connect, createServer } from "node:net";

/** `node forward.mjs FROM_HOST TO_HOST PORT…`: passes TCP on, from one address to another, on the same ports. */
const [from, to, ...ports] = process.argv.slice(2);

for (const port of ports.map(Number)) {
  createServer((client) => {
    const service = connect(port, to);
    for (const [one, other] of [
      [client, service],
      [service, client],
    ]) {
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  }).listen(port, from, () => console.log(`forwarding ${port}`));
}
