/** WebSocket frames as bytes. A message is framed once, however many sockets it goes to. */

/** A complete, unmasked text frame (RFC 6455, 5.2) of one message. */
export function textFrame(message: object): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  const headLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headLength + length);
  frame[0] = 0x81;
  if (headLength === 2) {
    frame[1] = length;
  } else if (headLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headLength);
  return frame;
}

/** The answer to a control frame that asked; a control frame carries at most 125 bytes. */
export function pongFrame(payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0x8a, payload.length]), payload]);
}

/** What the service itself says on a channel: the data is JSON within JSON, as in every event. */
export function channelFrame(event: string, channel: string, data: object): Buffer {
  return textFrame({ event, channel, data: JSON.stringify(data) });
}

export function errorFrame(code: number | null, message: string): Buffer {
  return textFrame({ event: "pusher:error", data: { code, message } });
}
