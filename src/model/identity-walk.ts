// Walks the functions of a spec and notes where one could see which member is which: by going through a fleet in an order
// that matters, by turning a member into text, or by a call that cannot be followed. Nothing is run. What is not
// understood counts as seen.
import type { AnyNode, AssignmentExpression, CallExpression, Expression, Pattern, Statement } from "acorn";
import type { FunctionNode } from "../capture/parse.ts";
import { Calls } from "./identity-calls.ts";
import { Names, type Declared, type Origin } from "./identity-names.ts";
import { ANY, Turns, type TurnOptions } from "./identity-turns.ts";
import { eachOf, SAFE, UNKNOWN, WHOLE, type Type, type Types } from "./identity-types.ts";
import type { Part, Rule } from "./model.ts";

/** What an expression stands for, and where in the state it lies. */
export interface Seen {
  readonly type: Type;
  readonly origin?: Origin | undefined;
}
/** A function's text, for messages. */
export interface Source {
  readonly f: Function;
  readonly text: string;
  readonly base: number;
}
export interface Offence {
  readonly fleets: readonly Part[];
  readonly what: string;
  readonly source: Source;
  readonly offset: number;
}

export class Walk {
  readonly types: Types;
  readonly offences: Offence[] = [];
  readonly turns: Turns[] = [];
  readonly calls: Calls;
  /** Did anything become known in this round that was not before? */
  grew = false;
  source!: Source;
  depth = 0;
  readonly #declared = new Map<object, Declared>();
  readonly #returned = new Map<FunctionNode, Type>();
  readonly #running = new Set<FunctionNode>();
  readonly #known: string[] = [];
  #breakable = 0;
  #tries = 0;

  constructor(types: Types, rules: readonly Rule[]) {
    this.types = types;
    this.calls = new Calls(this, rules);
  }

  tell(fleets: readonly Part[], what: string, node: AnyNode): void {
    if (fleets.length > 0)
      this.offences.push({ fleets, what, source: this.source, offset: node.start - this.source.base });
  }

  // ---- Functions -------------------------------------------------------------------------------------------------

  /** Runs a function's text with these arguments. */
  call(node: FunctionNode, names: Names, given: readonly Seen[]): Type {
    if (this.#running.has(node)) return this.#returned.get(node) ?? SAFE;
    this.#running.add(node);
    this.depth++;
    const known = this.#known.splice(0); // its names are others
    const own = new Names(names);
    if (node.async || node.generator) this.tell(this.types.fleets, "is async or a generator", node);
    for (const [i, param] of node.params.entries()) {
      if (param.type === "RestElement") this.bind(param.argument, { type: this.#rest(given.slice(i)) }, own);
      else this.bind(param, given[i] ?? { type: SAFE }, own);
    }
    if (node.body.type === "BlockStatement") this.#block(node.body.body, own, node);
    else this.#returns(node, this.see(node.body, own).type);
    this.depth--;
    this.#known.push(...known);
    this.#running.delete(node);
    return this.#returned.get(node) ?? SAFE;
  }

  /** Runs `walk` as the turns of a loop or query. */
  inTurns(of: Omit<TurnOptions, "depth" | "breakable" | "tries">, node: AnyNode, walk: (turns: Turns) => void): void {
    const breakable = of.own ? this.#breakable : Infinity; // a callback is no loop
    const turns = new Turns({ ...of, depth: this.depth, breakable, tries: this.#tries });
    this.turns.push(turns);
    walk(turns);
    this.turns.pop();
    const wrong = turns.verdict();
    if (wrong !== undefined) this.tell(of.fleets, wrong, node);
  }

  #rest(given: readonly Seen[]): Type {
    return { is: "array", of: this.types.joinAll(given.map(({ type }) => type)) };
  }

  #returns(node: FunctionNode, type: Type): void {
    const before = this.#returned.get(node);
    const joined = this.types.join(before, type);
    if (before === undefined || this.types.key(before) !== this.types.key(joined)) this.grew = true;
    this.#returned.set(node, joined);
  }

  // ---- Names -----------------------------------------------------------------------------------------------------

  bind(pattern: Pattern, seen: Seen, names: Names): Declared | undefined {
    switch (pattern.type) {
      case "Identifier": {
        const declared = this.#declare(pattern, pattern.name);
        names.declare(pattern.name, declared);
        this.grow(declared, seen.type);
        declared.origin = seen.origin;
        return declared;
      }
      case "AssignmentPattern":
        return this.bind(
          pattern.left,
          { type: this.types.join(seen.type, this.see(pattern.right, names).type) },
          names,
        );
      case "ObjectPattern":
        for (const p of pattern.properties) this.#bindProperty(p, seen, names);
        return undefined;
      case "ArrayPattern":
        this.goesThrough(seen.type, pattern);
        for (const element of pattern.elements) {
          if (element) this.bind(element, { type: this.types.join(SAFE, this.types.element(seen.type)) }, names);
        }
        return undefined;
      case "RestElement":
        return this.bind(pattern.argument, { type: UNKNOWN }, names);
      default:
        this.#write(pattern, seen, names);
        return undefined;
    }
  }

  #bindProperty(p: AnyNode, seen: Seen, names: Names): void {
    if (p.type !== "Property") return void this.bind((p as { argument: Pattern }).argument, { type: UNKNOWN }, names);
    const key = p.key.type === "Identifier" && !p.computed ? p.key.name : undefined;
    const value = key === undefined ? { type: UNKNOWN } : this.calls.property(seen, key, p.key);
    this.bind(p.value as unknown as Pattern, value, names);
  }

  #declare(node: object, name: string): Declared {
    let declared = this.#declared.get(node);
    if (declared === undefined) this.#declared.set(node, (declared = { name, type: undefined, strayed: false }));
    for (const turns of this.turns) turns.declares(declared);
    return declared;
  }

  grow(declared: Declared, type: Type): void {
    const joined = this.types.join(declared.type, type);
    if (declared.type === undefined || this.types.key(declared.type) !== this.types.key(joined)) this.grew = true;
    declared.type = joined;
  }

  /** One after the other, in an order that shows. */
  goesThrough(type: Type, node: AnyNode): void {
    this.tell(this.types.ordersOf(type), "goes through members one after the other", node);
  }

  // ---- Statements ------------------------------------------------------------------------------------------------

  #block(body: readonly AnyNode[], names: Names, f: FunctionNode): void {
    for (const node of body) {
      if (node.type !== "FunctionDeclaration" || node.id === null) continue;
      const declared = this.#declare(node, node.id.name);
      names.declare(node.id.name, declared);
      this.grow(declared, { is: "closure", node: node as unknown as FunctionNode, names });
    }
    const before = this.#known.length;
    for (const node of body) {
      this.#run(node as Statement, names, f);
      if (node.type === "IfStatement" && isLeft(node.consequent)) this.#know(node.test, false);
    }
    this.#known.length = before;
  }

  #run(node: Statement, names: Names, f: FunctionNode): void {
    switch (node.type) {
      case "ExpressionStatement":
        return void this.see(node.expression, names);
      case "BlockStatement":
        return this.#block(node.body, new Names(names), f);
      case "VariableDeclaration":
        for (const { id, init } of node.declarations)
          this.bind(id, init ? this.see(init, names) : { type: SAFE }, names);
        return;
      case "IfStatement":
        this.see(node.test, names);
        this.#knowing(node.test, true, () => this.#run(node.consequent, new Names(names), f));
        this.#knowing(node.test, false, () => node.alternate && this.#run(node.alternate, new Names(names), f));
        return;
      case "ReturnStatement":
        if (node.argument) this.#returns(f, this.see(node.argument, names).type);
        for (const turns of this.turns) if (turns.of.depth === this.depth) turns.leaves();
        return;
      case "ThrowStatement":
        for (const turns of this.turns) turns.mayFail("an exception");
        return void this.see(node.argument, names);
      case "BreakStatement":
      case "ContinueStatement":
        for (const turns of this.turns)
          if (node.label || (node.type === "BreakStatement" && turns.of.breakable + 1 === this.#breakable))
            turns.leaves();
        return;
      case "LabeledStatement":
        return this.#run(node.body, names, f);
      case "EmptyStatement":
      case "FunctionDeclaration":
        return;
      default:
        return this.#runNested(node, names, f);
    }
  }

  #runNested(node: Statement, outer: Names, f: FunctionNode): void {
    const names = new Names(outer);
    this.#breakable++;
    switch (node.type) {
      case "ForOfStatement":
        this.#forOf(node, names, f);
        break;
      case "ForInStatement": {
        this.see(node.right, names);
        const left = node.left.type === "VariableDeclaration" ? node.left.declarations[0]!.id : node.left;
        this.bind(left, { type: SAFE }, names);
        this.#run(node.body, names, f);
        break;
      }
      case "ForStatement":
        if (node.init?.type === "VariableDeclaration") this.#run(node.init, names, f);
        else if (node.init) this.see(node.init, names);
        if (node.test) this.see(node.test, names);
        this.#run(node.body, names, f);
        if (node.update) this.see(node.update, names);
        break;
      case "WhileStatement":
      case "DoWhileStatement":
        this.see(node.test, names);
        this.#run(node.body, names, f);
        break;
      case "SwitchStatement":
        this.see(node.discriminant, names);
        for (const { test } of node.cases) if (test) this.see(test, names);
        this.#block(
          node.cases.flatMap(({ consequent }) => consequent),
          names,
          f,
        ); // prettier-ignore
        break;
      case "TryStatement":
        this.#tries++;
        this.#run(node.block, names, f);
        this.#tries--;
        if (node.handler?.param) this.bind(node.handler.param, { type: UNKNOWN }, names);
        if (node.handler) this.#run(node.handler.body, names, f);
        if (node.finalizer) this.#run(node.finalizer, names, f);
        break;
      default:
        this.tell(this.types.fleets, `has a ${node.type}, which is not followed`, node);
    }
    this.#breakable--;
  }

  #forOf(node: Statement & { type: "ForOfStatement" }, names: Names, f: FunctionNode): void {
    const { type } = this.see(node.right, names);
    const fleets = this.types.ordersOf(type);
    const element = { type: this.types.element(type) };
    const left = node.left.type === "VariableDeclaration" ? node.left.declarations[0]!.id : undefined;
    if (fleets.length === 0) {
      this.bind(left ?? (node.left as Pattern), element, names);
      return this.#run(node.body, names, f);
    }
    if (left?.type !== "Identifier") return this.goesThrough(type, node);
    const own = this.bind(left, element, names)!;
    this.#breakable--;
    this.inTurns({ fleets, own, quits: false }, node, (turns) => {
      turns.declares(own);
      this.#breakable++;
      this.#run(node.body, names, f);
    });
  }

  // ---- What is known where a test has been passed ------------------------------------------------------------------

  #knowing(test: Expression, outcome: boolean, run: () => unknown): void {
    const before = this.#known.length;
    this.#know(test, outcome);
    run();
    this.#known.length = before;
  }

  #know(test: Expression, outcome: boolean): void {
    if (test.type === "UnaryExpression" && test.operator === "!") return this.#know(test.argument, !outcome);
    if (test.type === "LogicalExpression" && test.operator === (outcome ? "&&" : "||")) {
      this.#know(test.left as Expression, outcome);
      return this.#know(test.right, outcome);
    }
    const differs = test.type === "BinaryExpression" && test.operator.startsWith(outcome ? "!=" : "==");
    if (differs && this.textOf(test.right) === "undefined") this.#known.push(this.textOf(test.left as Expression));
    else if (outcome) this.#known.push(this.textOf(test));
  }

  isKnown(text: string): boolean {
    return this.#known.includes(text);
  }

  textOf(node: AnyNode): string {
    const { text, base } = this.source;
    return text.slice(node.start - base, node.end - base);
  }

  // ---- Expressions -----------------------------------------------------------------------------------------------

  see(node: AnyNode, names: Names): Seen {
    switch (node.type) {
      case "Literal":
        return { type: Number.isInteger(node.value) || typeof node.value === "boolean" ? WHOLE : SAFE };
      case "Identifier":
        return this.calls.name(node.name, names);
      case "MemberExpression":
        return this.#member(node, names);
      case "ChainExpression":
      case "ParenthesizedExpression":
        return this.see(node.expression, names);
      case "CallExpression":
        return { type: this.calls.call(node as CallExpression, names) };
      case "NewExpression":
        return { type: this.calls.make(node, names) };
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        return { type: { is: "closure", node: node as FunctionNode, names } };
      case "AssignmentExpression":
        return this.#assign(node, names);
      case "UpdateExpression":
        if (COUNTER.test(this.textOf(node))) return { type: WHOLE };
        this.#write(node.argument, { type: WHOLE }, names);
        return this.see(node.argument, names);
      case "SequenceExpression":
        return node.expressions.map((e) => this.see(e, names)).at(-1)!;
      case "ConditionalExpression":
        return this.#either(node, names);
      case "LogicalExpression":
        return this.#logical(node, names);
      default:
        return { type: this.#simple(node, names) };
    }
  }

  #simple(node: AnyNode, names: Names): Type {
    switch (node.type) {
      case "TemplateLiteral":
        for (const e of node.expressions) this.textual(this.see(e, names).type, e);
        return SAFE;
      case "UnaryExpression":
        return this.#unary(node, names);
      case "BinaryExpression":
        return this.#binary(node, names);
      case "ArrayExpression":
        return {
          is: "array",
          of: this.types.joinAll(
            this.all(
              node.elements.filter((e) => e !== null),
              names,
            ).map((s) => s.type),
          ),
        };
      case "ObjectExpression":
        return this.#object(node, names);
      default:
        this.tell(this.types.fleets, `has a ${node.type}, which is not followed`, node);
        return UNKNOWN;
    }
  }

  /** Arguments or elements; what is spread is gone through. */
  all(nodes: readonly AnyNode[], names: Names): Seen[] {
    return nodes.map((node) => {
      if (node.type !== "SpreadElement") return this.see(node, names);
      const { type } = this.see(node.argument, names);
      this.goesThrough(type, node);
      return { type: this.types.element(type) };
    });
  }

  /** Is turned into text: what holds a member shows its name. */
  textual(type: Type, node: AnyNode): void {
    this.tell(this.types.heldBy(type), "turns a member into text", node);
  }

  #member(node: AnyNode & { type: "MemberExpression" }, names: Names): Seen {
    const of = this.see(node.object, names);
    if (!node.optional) this.needs(of.type, node.object);
    const key = node.computed ? literalKey(node.property) : (node.property as { name: string }).name;
    if (key !== undefined) return this.calls.property(of, key, node);
    this.textual(this.see(node.property, names).type, node.property);
    return { type: this.calls.item(of, node), origin: of.origin };
  }

  /** Fails where it is undefined, unless it was asked. */
  needs(type: Type, node: AnyNode): void {
    const may = eachOf(type);
    if (may.length > 1 && may.some((t) => t.is === "safe") && !this.isKnown(this.textOf(node)))
      for (const turns of this.turns) turns.mayFail("an exception");
  }

  #either(node: AnyNode & { type: "ConditionalExpression" }, names: Names): Seen {
    const found: Seen[] = [];
    this.see(node.test, names);
    this.#knowing(node.test, true, () => found.push(this.see(node.consequent, names)));
    this.#knowing(node.test, false, () => found.push(this.see(node.alternate, names)));
    return { type: this.types.joinAll(found.map((s) => s.type)), origin: { field: ANY } };
  }

  #logical(node: AnyNode & { type: "LogicalExpression" }, names: Names): Seen {
    const { left, right, operator } = node;
    const found = [this.see(left, names)];
    const run = () => found.push(this.see(right, names));
    if (operator === "??") run();
    else this.#knowing(left as Expression, operator === "&&", run);
    return { type: this.types.joinAll(found.map((s) => s.type)), origin: { field: ANY } };
  }

  #unary(node: AnyNode & { type: "UnaryExpression" }, names: Names): Type {
    const { type } = this.see(node.argument, names);
    if (node.operator === "delete") this.#write(node.argument, { type: SAFE }, names);
    if (node.operator === "!") return WHOLE;
    return (node.operator === "-" || node.operator === "+") && type.is === "whole" ? WHOLE : SAFE;
  }

  #binary(node: AnyNode & { type: "BinaryExpression" }, names: Names): Type {
    const [left, right] = [this.see(node.left, names).type, this.see(node.right, names).type];
    const whole = left.is === "whole" && right.is === "whole";
    const isFew = [node.left, node.right].some((side) => side.type === "Literal");
    const nothing = [node.left, node.right].some((side) => ["undefined", "null"].includes(this.textOf(side)));
    switch (node.operator) {
      case "===":
      case "!==":
      case "instanceof":
        return WHOLE;
      case "==":
      case "!=":
        if (!nothing) this.#texts(left, right, node);
        return WHOLE;
      case "-":
      case "%":
        return whole ? WHOLE : SAFE;
      case "*":
        return whole && isFew ? WHOLE : SAFE;
      case "+":
        this.#texts(left, right, node);
        return whole ? WHOLE : SAFE;
      case "<":
      case ">":
      case "<=":
      case ">=":
      case "in":
        this.#texts(left, right, node);
        return WHOLE;
      default:
        return SAFE;
    }
  }

  #texts(left: Type, right: Type, node: AnyNode): void {
    this.textual(left, node);
    this.textual(right, node);
  }

  #object(node: AnyNode & { type: "ObjectExpression" }, names: Names): Type {
    const fields = new Map<string, Type>();
    for (const p of node.properties) {
      if (p.type === "SpreadElement") {
        const { type } = this.see(p.argument, names);
        if (type.is === "object") for (const [name, t] of type.fields) fields.set(name, t);
        else if (this.types.heldBy(type).length > 0) return UNKNOWN;
      } else if (p.computed || p.kind !== "init") return UNKNOWN;
      else
        fields.set(p.key.type === "Identifier" ? p.key.name : String(literalKey(p.key)), this.see(p.value, names).type);
    }
    return { is: "object", fields };
  }

  // ---- Writes ----------------------------------------------------------------------------------------------------

  #assign(node: AssignmentExpression, names: Names): Seen {
    const value = this.see(node.right, names);
    if (node.operator === "+=") this.textual(value.type, node);
    const isPlain = node.operator === "=" && (isLiteral(node.right) || value.type.is === "member");
    const joined = node.operator === "=" ? value : { type: this.types.join(WHOLE, value.type) };
    this.#write(node.left, joined, names, isPlain);
    return value;
  }

  #write(target: AnyNode, value: Seen, names: Names, isPlain = false): void {
    if (target.type === "MemberExpression") {
      const of = this.see(target.object, names);
      const key = target.computed ? literalKey(target.property) : (target.property as { name: string }).name;
      if (target.computed && key === undefined) this.textual(this.see(target.property, names).type, target);
      const place = key === undefined ? of.origin : this.calls.placeOf(of, key);
      if (!isPlain) for (const turns of this.turns) turns.mayFail("a value outside its domain");
      return this.writes(place, of.type, value.type);
    }
    if (target.type !== "Identifier") return this.#takeApart(target, value);
    const declared = names.find(target.name);
    if (declared !== undefined) this.#reassign(declared, value);
    for (const turns of this.turns) turns.assigns(declared, target.name);
  }

  /** From now on the name may stand for something else. */
  #reassign(declared: Declared, { type }: Seen): void {
    this.grow(declared, type);
    if (!declared.strayed) this.grew = true;
    declared.strayed = true;
  }

  #takeApart(pattern: AnyNode, { type }: Seen): void {
    for (const turns of this.turns) turns.assigns(undefined, this.textOf(pattern));
    this.tell(this.types.heldBy(type), "takes values apart into names that it had before", pattern);
  }

  /** What lies at a place is written. */
  writes(place: Origin | undefined, into: Type, value: Type): void {
    for (const turns of this.turns) turns.writes(place, place?.field ?? ANY, into);
    const local = place?.owner;
    if (local === undefined || place?.field !== undefined) return;
    for (const t of eachOf(into)) {
      if (t.is === "array") this.grow(local, { is: "array", of: value });
      if (t.is === "object") this.grow(local, UNKNOWN);
    }
  }
}

/** Istanbul's counters of what a test covered. */
const COUNTER = /^cov_[0-9a-z]+\(\)/;

/** Does a statement end the function or the turn? */
function isLeft(node: Statement): boolean {
  const last = node.type === "BlockStatement" ? node.body.at(-1) : node;
  return last !== undefined && ["ReturnStatement", "ThrowStatement", "ContinueStatement"].includes(last.type);
}

export const literalKey = (node: AnyNode): string | undefined =>
  node.type === "Literal" && ["string", "number"].includes(typeof node.value) ? String(node.value) : undefined;

const isLiteral = (node: AnyNode): boolean =>
  node.type === "Literal" ||
  (node.type === "Identifier" && node.name === "undefined") ||
  (node.type === "UnaryExpression" && node.argument.type === "Literal");
