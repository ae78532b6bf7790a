import { Server } from "node:http";

/**
 * Loaded into the app's process: Next shows handlers no socket, and a client can invent every header. This writes
 * the address of the socket's other end over whatever came under this name, before anything reads it.
 */
const NAME = "x-foyer-peer";

process.env.FOYER_PEER_HEADER = "1";

const { emit } = Server.prototype;

Server.prototype.emit = function emitWithPeer(event, request, ...rest) {
  if (event === "request" || event === "upgrade") {
    const kept = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) {
      const [name, value] = request.rawHeaders.slice(i, i + 2);
      if (name.toLowerCase() !== NAME) kept.push(name, value);
    }
    const address = request.socket.remoteAddress;
    request.rawHeaders = address ? [...kept, NAME, address] : kept;
    if (address) request.headers[NAME] = address;
    else delete request.headers[NAME];
  }
  return emit.call(this, event, request, ...rest);
};
