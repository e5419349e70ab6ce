// A function's own text, and the values of the names that it uses from outside: what a compiler needs beside the
// syntax tree, and what must not change while a model is checked.
import { inspecting, type ScopeView } from "./inspector.ts";

/** What a function is made of. */
export interface Captured {
  /** As the engine has it: TypeScript's types are gone. */
  readonly text: string;
  /** The names that the text uses from outside and that are present there. A name that is present may be undefined. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Why nothing is known of its variables. */
  readonly unreadable?: string;
}

/** The names in a function's text that may come from outside; other names are not looked up. */
export type NamesIn = (text: string) => Iterable<string>;

/**
 * The texts of some functions and the values that they captured, as they are now. An import that Node resolved stands
 * under its own name; under vite it stands under the name of the module object that the text reads it from.
 *
 * @example const [learn] = capture([rule.when], freeNames); learn.variables.get("threadLimit") // 2
 */
export function capture(functions: readonly Function[], namesIn: NamesIn): readonly Captured[] {
  const texts = functions.map((f) => Function.prototype.toString.call(f));
  try {
    const scopes = inspecting(functions, (inspection) => inspection.scopes());
    return texts.map((text, i) => ({ text, variables: variablesIn(scopes[i]!, namesIn(text)) }));
  } catch (error) {
    const unreadable = `its captured values cannot be read: ${(error as Error).message}`;
    return texts.map((text) => ({ text, variables: new Map(), unreadable }));
  }
}

function variablesIn(scopes: readonly ScopeView[], names: Iterable<string>): ReadonlyMap<string, unknown> {
  const inner = scopes.filter(({ description }) => description !== "Global");
  const variables = new Map<string, unknown>();
  for (const name of names) {
    const scope = inner.find(({ object }) => name in object);
    if (scope === undefined) continue;
    try {
      variables.set(name, (scope.object as Record<string, unknown>)[name]);
    } catch {
      // declared further down in its file, and not initialised yet
    }
  }
  return variables;
}
