// Where in the author's file something happened, for messages. Stacks are text here: whoever runs the spec (Node,
// vitest, a TypeScript loader) has already mapped its frames to the files as they were written.
import { dirname, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { SpecError, type Place } from "../messages.ts";
import type { Site } from "../spec/site.ts";

/** The folder of the library itself, `src` or `dist`. */
const library = dirname(import.meta.dirname) + sep;

/** `at name (location:line:column)` or `at location:line:column`; a location is a URL or an absolute path. */
const frame = /^\s+at (?:async )?(?:.*? \()?((?:file:\/\/|node:|\/|[A-Za-z]:[\\/]).+?):(\d+):(\d+)\)?$/;

/** A syntax error names its line at the head of its stack: `location:line`, lines up to it, and a caret. */
const head = /^((?:file:\/\/|\/|[A-Za-z]:[\\/])[^\n]+?):(\d+)\n(?:[^\n]*\n)+?( *)\^+\n/;

/** The place in the author's file at which an error was made: the first frame outside the library. */
export function placeOf(error: unknown): Place | undefined {
  const { stack, message } = Object(error) as Partial<Error>;
  if (typeof stack !== "string") return undefined;
  return placeInHead(stack) ?? placeInStack(afterMessage(stack, String(message)));
}

/** The place in the author's file at which a machine, part, system or spec was made. */
export function placeOfSite(site: Site): Place | undefined {
  return site.stack === undefined ? undefined : placeInStack(site.stack);
}

/** Did Node's own code make an error, rather than the author's code or what that called? */
export function isByNode(error: Error): boolean {
  const foreign = framesOf(error.stack ?? "").find(
    ({ location }) => location.startsWith("node:") || isAuthors(location),
  );
  return foreign !== undefined && foreign.location.startsWith("node:");
}

/** A file as people are shown it: relative to the present folder, with forward slashes. */
export function shownFile(location: string): string {
  return relative(process.cwd(), pathOf(location)).replaceAll(sep, "/");
}

/** Is this a file that the author wrote, rather than the library, another package or Node? */
function isAuthors(location: string): boolean {
  const path = pathOf(location);
  return !path.startsWith("node:") && !path.startsWith(library) && !/[\\/]node_modules[\\/]/.test(path);
}

function placeInStack(stack: string): Place | undefined {
  for (const { location, line, column } of framesOf(stack)) {
    if (isAuthors(location)) return { file: shownFile(location), line, column };
  }
  return undefined;
}

interface Frame {
  readonly location: string;
  readonly line: number;
  readonly column: number;
}

function* framesOf(stack: string): Generator<Frame> {
  for (const text of stack.split("\n")) {
    const [, location, line, column] = frame.exec(text) ?? [];
    if (location !== undefined) yield { location, line: Number(line), column: Number(column) };
  }
}

function placeInHead(stack: string): Place | undefined {
  const [, location, row, indent] = head.exec(stack) ?? [];
  if (location === undefined || indent === undefined || !isAuthors(location)) return undefined;
  return { file: shownFile(location), line: Number(row), column: indent.length + 1 };
}

/** A message may quote another stack; frames begin after it. */
function afterMessage(stack: string, message: string): string {
  const at = stack.indexOf(message);
  return at < 0 ? stack : stack.slice(at + message.length);
}

/** Vite adds queries (`?t=…`) to what it loads anew. */
function pathOf(location: string): string {
  const bare = location.replace(/\?[^/\\]*$/, "");
  return bare.startsWith("file:") ? fileURLToPath(bare) : bare;
}

/** The same error; where a problem has no place of its own, the stack says where the author's code was. */
export function placed(error: SpecError): SpecError {
  const where = placeOf(error);
  if (!where) return error;
  return new SpecError(
    error.problems.map((p) => (p.where ? p : { ...p, where })),
    { cause: error },
  );
}
