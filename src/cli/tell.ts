// What every command prints with: results on stdout, problems on stderr.
import type { Problem } from "../messages.ts";
import { COLOURED, PLAIN, type Palette } from "../present/palette.ts";
import { problemText } from "../present/problems.ts";

export function paletteFor(stream: NodeJS.WriteStream): Palette {
  const forced = process.env["FORCE_COLOR"];
  const coloured = forced ? forced !== "0" : stream.isTTY && stream.hasColors();
  return coloured ? COLOURED : PLAIN;
}

/** A reader that has seen enough, such as `head`, is no error; the exit code is still to be told. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

export function tell(text: string): void {
  process.stdout.write(text);
}

export function tellProblems(problems: readonly Problem[]): void {
  const palette = paletteFor(process.stderr);
  for (const problem of problems) process.stderr.write(`${problemText(problem, palette)}\n`);
}
