// What the tool says of itself.
import { readFileSync } from "node:fs";

export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** From package.json, which lies two folders above this file, in `src` and in `dist`. */
export function tool(): Tool {
  const { name, version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as Tool;
  return { name, version };
}
