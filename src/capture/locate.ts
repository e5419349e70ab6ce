// Where functions stand in their author's files. V8 knows the place in the text that it ran; whoever rewrote that text
// (vite, a TypeScript loader) maps it back, just as it does for the frames of a stack.
import { findSourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import type { Place } from "../messages.ts";
import { placeOf } from "./place.ts";
import { inspecting, type GeneratedPlace } from "./inspector.ts";

/** The place at which each function begins; undefined where it is not an author's, or nothing is known. About 20 ms. */
export function locate(functions: readonly Function[]): readonly (Place | undefined)[] {
  try {
    return inspecting(functions, (inspection) => {
      const scripts = inspection.scripts();
      return inspection.functions.map(({ place }) => place && mapped(place, scripts.get(place.scriptId)?.url ?? ""));
    });
  } catch {
    return functions.map(() => undefined);
  }
}

function mapped({ lineNumber, columnNumber }: GeneratedPlace, url: string): Place | undefined {
  const entry = findSourceMap(url)?.findEntry(lineNumber, columnNumber);
  const site =
    entry !== undefined && "originalSource" in entry
      ? new FunctionSite(entry.originalSource, entry.originalLine + 1, entry.originalColumn + 1)
      : new FunctionSite(url, lineNumber + 1, columnNumber + 1);
  return placeOf({ stack: `\n    at ${mappedByLoader(site)}`, message: "" });
}

/** Vite keeps its maps to itself, but maps what it takes for a frame of a stack. */
function mappedByLoader(site: FunctionSite): string {
  const stack: unknown = Error.prepareStackTrace?.(new Error(), [site]);
  return typeof stack === "string" ? (stack.split("\n    at ")[1] ?? String(site)) : String(site);
}

/** The beginning of a function, dressed as a frame of a stack. */
class FunctionSite implements NodeJS.CallSite {
  readonly #path: string;
  readonly #line: number;
  readonly #column: number;

  constructor(location: string, line: number, column: number) {
    this.#path = location.startsWith("file:") ? fileURLToPath(location) : location;
    this.#line = line;
    this.#column = column;
  }
  getFileName() {
    return this.#path;
  }
  getScriptNameOrSourceURL() {
    return this.#path;
  }
  getLineNumber() {
    return this.#line;
  }
  getColumnNumber() {
    return this.#column;
  }
  getEnclosingLineNumber() {
    return this.#line;
  }
  getEnclosingColumnNumber() {
    return this.#column;
  }
  getPosition() {
    return 0;
  }
  getScriptHash() {
    return "";
  }
  getEvalOrigin() {
    return undefined;
  }
  getThis() {
    return undefined;
  }
  getTypeName() {
    return null;
  }
  getFunction() {
    return undefined;
  }
  getFunctionName() {
    return null;
  }
  getMethodName() {
    return null;
  }
  getPromiseIndex() {
    return null;
  }
  isToplevel() {
    return true;
  }
  isNative() {
    return false;
  }
  isEval() {
    return false;
  }
  isConstructor() {
    return false;
  }
  isAsync() {
    return false;
  }
  isPromiseAll() {
    return false;
  }
  toString() {
    return `${this.#path}:${this.#line}:${this.#column}`;
  }
}
