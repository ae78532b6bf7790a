import { connect } from "node:net";

/** What no HTTP library sends, byte by byte over a socket. */

const place = () => {
  const { hostname, port } = new URL(process.env.BASE_URL ?? "");
  return { host: hostname, port: Number(port) };
};

export type Said = { status: number; closed: boolean; text: string };

/** Sends exactly these bytes and hears what comes, until the server closes or says nothing for a while. */
export function say(bytes: string, patience = 5000): Promise<Said> {
  return new Promise((resolve) => {
    const socket = connect(place());
    let text = "";
    const done = (closed: boolean) => {
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), closed, text });
    };
    socket.setTimeout(patience, () => done(false));
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => done(true));
    socket.on("close", () => done(true));
    socket.write(bytes);
  });
}

/** Connections that begin a request and do not go on. Resolves once all have begun; `end` lets them go. */
export async function stall(
  count: number,
  beginning: string,
): Promise<{ open: () => number; end: () => void }> {
  let open = 0;
  const sockets = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof connect>>((resolve, reject) => {
          const socket = connect(place(), () => {
            open += 1;
            socket.write(beginning);
            resolve(socket);
          });
          socket.on("error", reject);
          socket.on("close", () => {
            open -= 1;
          });
        }),
    ),
  );
  return {
    open: () => open,
    end: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
