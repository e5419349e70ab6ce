// Makes the folder that something is written to.
import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Step by step: Node's own way to make a path of folders never ends where the system refuses one, as in /proc. */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(resolve(folder));
  if (!existsSync(parent)) makeFolder(parent);
  mkdirSync(folder);
}
