// Functions: where their texts, trees and captured values come from, and what calling them means.
import { capture, type Captured } from "../../capture/capture.ts";
import { parseFunction, type FunctionNode } from "../../capture/parse.ts";
import { ENDED, Outside, type Execution, type Means, type Spot } from "./execution.ts";
import { evaluate, evaluating } from "./expressions.ts";
import { bind } from "./patterns.ts";
import { callNative } from "./natives.ts";
import { get } from "./properties.ts";
import { assignedIn, Scope, type Surroundings } from "./scope.ts";
import { madeArray } from "./sequences.ts";
import { meet } from "./state.ts";
import type { Frame } from "./loops.ts";
import { declared, runBlock } from "./statements.ts";
import { Choice, Closure, Opaque, type Value } from "./values.ts";

interface Tree {
  readonly node: FunctionNode;
  /** Where the function's own text begins in what was parsed. */
  readonly base: number;
  readonly assigned: ReadonlySet<string>;
}

/** A function of the author's: its tree, and what it captured. */
interface Source extends Surroundings {
  readonly node: FunctionNode;
}

/** How far functions that captured functions are looked at in advance. */
const WAVES_MAX = 3;

export class Library implements Means {
  readonly #captured = new Map<Function, Captured>();
  readonly #trees = new Map<string, Tree | undefined>();
  readonly #sources = new Map<Function, Source>();

  constructor(functions: readonly Function[]) {
    let wave = new Set(functions);
    for (let i = 0; i < WAVES_MAX && wave.size > 0; i++) {
      this.#capture([...wave]);
      const found = [...wave].flatMap((f) => [...this.#captured.get(f)!.variables.values()]);
      wave = new Set(
        found.filter((v): v is Function => typeof v === "function" && !this.#captured.has(v) && !isNative(v)),
      );
    }
  }

  call(x: Execution, f: Value, args: readonly Value[]): Value {
    if (f instanceof Choice) return x.each(f, (one) => this.call(x, one, args));
    if (f instanceof Closure) return inlined(x, f.node, f.scope as Scope, args);
    if (f instanceof Opaque) throw new Outside("a call of something unknown");
    if (typeof f !== "function") x.throwNow();
    const native = callNative(x, f, args);
    if (native) return native.result;
    const source = this.#sourceOf(f);
    return inlined(x, source.node, new Scope(source), args);
  }

  get(x: Execution, object: Value, key: Value): Value {
    return get(x, object, key);
  }

  /** How many lines below the beginning of its function a spot is. */
  linesBelow({ f, start }: Spot): number {
    const { text } = this.#captured.get(f)!;
    const { base } = this.#treeOf(text)!;
    return text.slice(0, Math.max(start - base, 0)).split("\n").length - 1;
  }

  #capture(functions: readonly Function[]): void {
    for (const [i, captured] of capture(functions, wordsIn).entries()) this.#captured.set(functions[i]!, captured);
  }

  #sourceOf(f: Function): Source {
    const known = this.#sources.get(f);
    if (known) return known;
    if (!this.#captured.has(f)) this.#capture([f]);
    const { text, variables, unreadable } = this.#captured.get(f)!;
    if (unreadable !== undefined) throw new Outside(unreadable);
    const tree = this.#treeOf(text);
    if (tree === undefined)
      throw new Outside(
        isNative(f) ? `the native function ${f.name}` : `calling ${f.name}, which is no plain function`,
      );
    const { node, assigned } = tree;
    if (node.async || node.generator) throw new Outside("an async function or generator");
    const source = {
      f,
      node,
      assigned,
      lookUp: (name: string) => (variables.has(name) ? variables.get(name) : globalNamed(name)),
    };
    this.#sources.set(f, source);
    return source;
  }

  #treeOf(text: string): Tree | undefined {
    if (!this.#trees.has(text)) {
      const parsed = parseFunction(text);
      this.#trees.set(text, parsed && { ...parsed, assigned: assignedIn(parsed.node) });
    }
    return this.#trees.get(text);
  }
}

/** More than the names that a text uses, and cheaper. */
const wordsIn = (text: string): Set<string> =>
  new Set((text.match(/[\w$\u0080-\uffff]+/g) ?? []).filter((word) => !/^\d|^cov_[0-9a-z]+$/.test(word)));

const isNative = (f: Function): boolean => Function.prototype.toString.call(f).endsWith("{ [native code] }");

const GLOBALS = new Set([
  "undefined",
  "NaN",
  "Infinity",
  "Math",
  "Number",
  "Boolean",
  "String",
  "Object",
  "Array",
  "Set",
  "Map",
  "Error",
  "TypeError",
  "RangeError",
]);

function globalNamed(name: string): Value {
  if (!GLOBALS.has(name)) throw new Outside(name === "arguments" ? "`arguments`" : `the global \`${name}\``);
  return (globalThis as unknown as Record<string, Value>)[name];
}

/** Runs a function's body; where its ways return they meet. */
function inlined(x: Execution, node: FunctionNode, outer: Scope, args: readonly Value[]): Value {
  const { spot } = x;
  const scope = outer.inner();
  if (node.type === "FunctionExpression" && node.id) scope.declare(x, node.id.name, new Closure(node, outer));
  node.params.forEach((param, i) => {
    if (param.type === "RestElement")
      bind(x, param.argument, madeArray(x, args.slice(i)), evaluating(x, scope), declared(x, scope));
    else bind(x, param, args[i], evaluating(x, scope), declared(x, scope));
  });
  const result = node.body.type === "BlockStatement" ? body(x, node.body.body, scope) : evaluate(x, node.body, scope);
  x.spot = spot;
  return result;
}

function body(x: Execution, statements: Parameters<typeof runBlock>[1], scope: Scope): Value {
  const frame: Frame = { returns: [], around: [] };
  const { returns } = frame;
  x.attempt(() => {
    runBlock(x, statements, scope, frame);
    returns.push({ state: x.state, value: undefined });
  });
  const last = returns.pop();
  if (last === undefined) throw ENDED;
  let { state, value } = last;
  for (const way of returns.toReversed()) {
    const meeting = meet(way.state, state);
    value = meeting.join(way.value, value);
    state = meeting.state;
  }
  x.state = state;
  return value;
}
