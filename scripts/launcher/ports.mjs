import { connect, createServer } from "node:net";

/** Plain JavaScript, because start.mjs asks before anything is installed. */

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(500, () => done(false));
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}

function canListen(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(error.code));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * "free", or why not. A port counts as taken when anything answers on either loopback address too: a browser
 * that opens "localhost" tries both, and would meet the other program.
 */
export async function portState(port, host = "127.0.0.1") {
  const taken = await Promise.all([answers("127.0.0.1", port), answers("::1", port)]);
  if (taken.includes(true)) return "taken";
  const result = await canListen(host, port);
  if (result === true) return "free";
  if (result === "EACCES") return "forbidden";
  if (result === "EADDRNOTAVAIL" || result === "ENOTFOUND") return "no-such-host";
  return "taken";
}

/** The preferred port when it is free, else one that the system picks. */
export async function freePort(preferred) {
  if (preferred && (await portState(preferred)) === "free") return preferred;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0 }, () => {
      const address = server.address();
      server.close(() => resolve(address.port));
    });
  });
}
