// Walks the functions of a spec and notes where one could see which member is which: by going through a fleet in an order
// that matters, by turning a member into text, or by a call that cannot be followed. Nothing is run. What is not
// understood counts as seen.
import type { AnyNode, AssignmentExpression, Pattern } from "acorn";
import type { FunctionNode } from "../../capture/parse.ts";
import type { Rule } from "../model.ts";
import { Calls } from "./calls.ts";
import type { Notes, Walker } from "./notes.ts";
import { binary } from "./operators.ts";
import { placeOf, Properties } from "./properties.ts";
import { ANY, literalKey, Names, SAFE, UNKNOWN, WHOLE, type Declared, type Seen, type Type } from "./seen.ts";
import { runBlock } from "./statements.ts";

export class Walk implements Walker {
  readonly notes: Notes;
  readonly calls: Calls;
  readonly #properties: Properties;
  readonly #returned = new Map<FunctionNode, Type>();
  readonly #running = new Set<FunctionNode>();

  constructor(notes: Notes, rules: readonly Rule[]) {
    this.notes = notes;
    this.#properties = new Properties(notes);
    this.calls = new Calls(this, this.#properties, rules);
  }

  // ---- Functions -------------------------------------------------------------------------------------------------

  /** Runs a function's text with these arguments. */
  call(node: FunctionNode, names: Names, given: readonly Seen[]): Type {
    if (this.#running.has(node)) return this.#recurs(node);
    this.#running.add(node);
    this.notes.depth++;
    this.notes.knowingNothing(() => this.#run(node, names, given));
    this.notes.depth--;
    this.#running.delete(node);
    return this.#returned.get(node) ?? SAFE;
  }

  #recurs(node: FunctionNode): Type {
    this.notes.tell(this.notes.types.fleets, "calls itself", node);
    return UNKNOWN;
  }

  #run(node: FunctionNode, names: Names, given: readonly Seen[]): void {
    const own = new Names(names);
    if (node.async || node.generator) this.notes.tell(this.notes.types.fleets, "is async or a generator", node);
    for (const [i, param] of node.params.entries()) {
      if (param.type === "RestElement") this.bind(param.argument, { type: this.#rest(given.slice(i)) }, own);
      else this.bind(param, given[i] ?? { type: SAFE }, own);
    }
    if (node.body.type === "BlockStatement") runBlock(this, node.body.body, own, node);
    else this.returns(node, this.see(node.body, own).type);
  }

  #rest(given: readonly Seen[]): Type {
    return { is: "array", of: this.notes.types.joinAll(given.map(({ type }) => type)) };
  }

  returns(node: FunctionNode, type: Type): void {
    const before = this.#returned.get(node);
    const joined = this.notes.types.join(before, type);
    if (before === undefined || this.notes.types.key(before) !== this.notes.types.key(joined)) this.notes.grew = true;
    this.#returned.set(node, joined);
  }

  // ---- Names -----------------------------------------------------------------------------------------------------

  bind(pattern: Pattern, seen: Seen, names: Names): Declared | undefined {
    switch (pattern.type) {
      case "Identifier": {
        const declared = this.notes.declare(pattern, pattern.name);
        names.declare(pattern.name, declared);
        this.notes.grow(declared, seen.type);
        declared.origin = seen.origin;
        return declared;
      }
      case "AssignmentPattern":
        return this.bind(
          pattern.left,
          { type: this.notes.types.join(seen.type, this.see(pattern.right, names).type) },
          names,
        );
      case "ObjectPattern":
        for (const p of pattern.properties) this.#bindProperty(p, seen, names);
        return undefined;
      case "ArrayPattern":
        this.notes.goesThrough(seen.type, pattern);
        for (const element of pattern.elements) {
          if (element)
            this.bind(element, { type: this.notes.types.join(SAFE, this.notes.types.element(seen.type)) }, names);
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
    const value = key === undefined ? { type: UNKNOWN } : this.#properties.property(seen, key, p.key);
    this.bind(p.value as unknown as Pattern, value, names);
  }

  see(node: AnyNode, names: Names): Seen {
    switch (node.type) {
      case "Literal":
        return { type: Number.isInteger(node.value) || typeof node.value === "boolean" ? WHOLE : SAFE };
      case "Identifier":
        return this.#properties.name(node.name, names);
      case "MemberExpression":
        return this.#member(node, names);
      case "ChainExpression":
      case "ParenthesizedExpression":
        return this.see(node.expression, names);
      case "CallExpression":
        return { type: this.calls.call(node, names) };
      case "NewExpression":
        return { type: this.calls.make(node, names) };
      case "ArrowFunctionExpression":
      case "FunctionExpression":
        return { type: { is: "closure", node: node, names } };
      case "AssignmentExpression":
        return this.#assign(node, names);
      case "UpdateExpression":
        if (COUNTER.test(this.notes.textOf(node))) return { type: WHOLE };
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
        for (const e of node.expressions) this.notes.textual(this.see(e, names).type, e);
        return SAFE;
      case "UnaryExpression":
        return this.#unary(node, names);
      case "BinaryExpression":
        return binary(this.notes, node, this.see(node.left, names).type, this.see(node.right, names).type);
      case "ArrayExpression":
        return {
          is: "array",
          of: this.notes.types.joinAll(
            this.all(
              node.elements.filter((e) => e !== null),
              names,
            ).map((s) => s.type),
          ),
        };
      case "ObjectExpression":
        return this.#object(node, names);
      default:
        this.notes.tell(this.notes.types.fleets, `has a ${node.type}, which is not followed`, node);
        return UNKNOWN;
    }
  }

  /** Arguments or elements; what is spread is gone through. */
  all(nodes: readonly AnyNode[], names: Names): Seen[] {
    return nodes.map((node) => {
      if (node.type !== "SpreadElement") return this.see(node, names);
      const { type } = this.see(node.argument, names);
      this.notes.goesThrough(type, node);
      return { type: this.notes.types.element(type) };
    });
  }

  #member(node: AnyNode & { type: "MemberExpression" }, names: Names): Seen {
    const of = this.see(node.object, names);
    if (!node.optional) this.notes.needs(of.type, node.object);
    const key = node.computed ? literalKey(node.property) : (node.property as { name: string }).name;
    if (key !== undefined) return this.#properties.property(of, key, node);
    this.notes.textual(this.see(node.property, names).type, node.property);
    return { type: this.#properties.item(of, node), origin: of.origin };
  }

  #either(node: AnyNode & { type: "ConditionalExpression" }, names: Names): Seen {
    const found: Seen[] = [];
    this.see(node.test, names);
    this.notes.knowing(node.test, true, () => found.push(this.see(node.consequent, names)));
    this.notes.knowing(node.test, false, () => found.push(this.see(node.alternate, names)));
    return { type: this.notes.types.joinAll(found.map((s) => s.type)), origin: { field: ANY } };
  }

  #logical(node: AnyNode & { type: "LogicalExpression" }, names: Names): Seen {
    const { left, right, operator } = node;
    const found = [this.see(left, names)];
    const run = () => found.push(this.see(right, names));
    if (operator === "??") run();
    else this.notes.knowing(left, operator === "&&", run);
    return { type: this.notes.types.joinAll(found.map((s) => s.type)), origin: { field: ANY } };
  }

  #unary(node: AnyNode & { type: "UnaryExpression" }, names: Names): Type {
    const { type } = this.see(node.argument, names);
    if (node.operator === "delete") this.#write(node.argument, { type: SAFE }, names);
    if (["-", "+", "~"].includes(node.operator)) this.notes.textual(type, node);
    if (node.operator === "!") return WHOLE;
    return (node.operator === "-" || node.operator === "+") && type.is === "whole" ? WHOLE : SAFE;
  }

  #object(node: AnyNode & { type: "ObjectExpression" }, names: Names): Type {
    const fields = new Map<string, Type>();
    for (const p of node.properties) {
      if (p.type === "SpreadElement") {
        const { type } = this.see(p.argument, names);
        if (type.is === "object") for (const [name, t] of type.fields) fields.set(name, t);
        else if (this.notes.types.heldBy(type).length > 0) return UNKNOWN;
      } else if (p.computed || p.kind !== "init") return UNKNOWN;
      else
        fields.set(p.key.type === "Identifier" ? p.key.name : String(literalKey(p.key)), this.see(p.value, names).type);
    }
    return { is: "object", fields };
  }

  // ---- Writes ----------------------------------------------------------------------------------------------------

  #assign(node: AssignmentExpression, names: Names): Seen {
    const value = this.see(node.right, names);
    if (node.operator === "+=") this.notes.textual(value.type, node);
    const isPlain = node.operator === "=" && (isLiteral(node.right) || value.type.is === "member");
    const joined = node.operator === "=" ? value : { type: this.notes.types.join(WHOLE, value.type) };
    this.#write(node.left, joined, names, isPlain);
    return value;
  }

  #write(target: AnyNode, value: Seen, names: Names, isPlain = false): void {
    if (target.type === "MemberExpression") {
      const of = this.see(target.object, names);
      const key = target.computed ? literalKey(target.property) : (target.property as { name: string }).name;
      if (target.computed && key === undefined) this.notes.textual(this.see(target.property, names).type, target);
      const place = key === undefined ? of.origin : placeOf(of, key);
      if (!isPlain) this.notes.mayFail("a value outside its domain");
      return this.notes.writes(place, of.type, value.type);
    }
    if (target.type !== "Identifier") return this.#takeApart(target, value);
    const declared = names.find(target.name);
    if (declared !== undefined) this.#reassign(declared, value);
    for (const turns of this.notes.turns) turns.assigns(declared, target.name);
  }

  /** From now on the name may stand for something else. */
  #reassign(declared: Declared, { type }: Seen): void {
    this.notes.grow(declared, type);
    if (!declared.strayed) this.notes.grew = true;
    declared.strayed = true;
  }

  #takeApart(pattern: AnyNode, { type }: Seen): void {
    for (const turns of this.notes.turns) turns.assigns(undefined, this.notes.textOf(pattern));
    this.notes.tell(this.notes.types.heldBy(type), "takes values apart into names that it had before", pattern);
  }
}

/** Istanbul's counters of what a test covered. */
const COUNTER = /^cov_[0-9a-z]+\(\)/;

const isLiteral = (node: AnyNode): boolean =>
  node.type === "Literal" ||
  (node.type === "Identifier" && node.name === "undefined") ||
  (node.type === "UnaryExpression" && node.argument.type === "Literal");
