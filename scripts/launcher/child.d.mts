import type { ChildProcess } from "node:child_process";

type Options = { cwd: string; env: NodeJS.ProcessEnv; output?: "inherit" | "pipe" | "ignore" };

export function spawnNode(args: readonly string[], options: Options): ChildProcess;
export function runNode(args: readonly string[], options: Options): Promise<{ code: number; output: string }>;
