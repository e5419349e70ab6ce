// Names: the variables of author's functions. One that is never assigned again has a value; any other is a key of the
// state, because the ways of execution may differ in what they assign.
import type { AnyNode, Pattern } from "acorn";
import { Outside, type Execution } from "./execution.ts";
import type { Value } from "./values.ts";

class Variable {
  readonly fixed: boolean;
  /** Was it declared by const? */
  readonly constant: boolean;
  value: Value;
  constructor(fixed: boolean, constant: boolean) {
    this.fixed = fixed;
    this.constant = constant;
  }
}

/** Where names come from that no function declares. */
export interface Surroundings {
  readonly f: Function;
  /** Names that are assigned somewhere in the function's text. */
  readonly assigned: ReadonlySet<string>;
  /** The value of a captured or global name. */
  lookUp(name: string): Value;
}

export class Scope {
  readonly surroundings: Surroundings;
  readonly #outer: Scope | undefined;
  readonly #names = new Map<string, Variable>();
  /** Do several ways run in it, as the cases of a switch do? Then nothing in it is fixed. */
  readonly shared: boolean;

  constructor(surroundings: Surroundings, outer?: Scope, shared = false) {
    this.surroundings = surroundings;
    this.#outer = outer;
    this.shared = shared;
  }

  inner(shared = false): Scope {
    return new Scope(this.surroundings, this, shared);
  }

  /** Declares a name. */
  declare(x: Execution, name: string, value: Value, constant = false): void {
    const variable = new Variable(!this.shared && !this.surroundings.assigned.has(name), constant);
    this.#names.set(name, variable);
    this.#put(x, variable, value);
  }
  has(name: string): boolean {
    return this.#names.has(name);
  }

  get(x: Execution, name: string): Value {
    const variable = this.#find(name);
    if (variable === undefined) return this.surroundings.lookUp(name);
    if (variable.fixed) return variable.value;
    return x.state.get(variable);
  }

  assign(x: Execution, name: string, value: Value): void {
    const variable = this.#find(name);
    if (variable === undefined) throw new Outside(`assigning \`${name}\`, which is captured`);
    if (variable.constant) x.throwNow();
    this.#put(x, variable, value);
  }

  #put(x: Execution, variable: Variable, value: Value): void {
    if (variable.fixed) variable.value = value;
    else x.set(variable, value);
  }
  #find(name: string): Variable | undefined {
    return this.#names.get(name) ?? (this.#outer && this.#outer.#find(name));
  }
}

/** The names that are assigned in a tree, other than where they are declared. */
export function assignedIn(tree: AnyNode): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null || !("type" in node)) return;
    const one = node as AnyNode;
    if (one.type === "AssignmentExpression") targets(one.left, found);
    if (one.type === "UpdateExpression") targets(one.argument as Pattern, found);
    if (one.type === "ForOfStatement" && one.left.type !== "VariableDeclaration") targets(one.left, found);
    if (one.type === "VariableDeclaration" && one.kind === "var")
      for (const { id } of one.declarations) targets(id, found);
    for (const child of Object.values(one)) if (typeof child === "object") visit(child);
  };
  visit(tree);
  return found;
}

/** The names that a pattern binds. */
function targets(pattern: Pattern, found: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      found.add(pattern.name);
      return;
    case "ObjectPattern":
      for (const p of pattern.properties) targets(p.type === "Property" ? p.value : p.argument, found);
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) targets(element, found);
      return;
    case "RestElement":
      return targets(pattern.argument, found);
    case "AssignmentPattern":
      return targets(pattern.left, found);
    default:
  }
}
