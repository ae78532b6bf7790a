export function portState(
  port: number,
  host?: string,
): Promise<"free" | "taken" | "forbidden" | "no-such-host">;
export function freePort(preferred?: number): Promise<number>;
