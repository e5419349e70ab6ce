// The parts of a system as they stand in its text: by which names they are known, and which of their values are members
// of other parts.
import { Node, SyntaxKind } from "ts-morph";
import { isFunction, meaning, nameOf, propertiesOf, type Name } from "./resolve.ts";

export interface Parts {
  /** The part, or record of parts, that a name stands for. */
  readonly byName: ReadonlyMap<Name, string>;
  readonly paths: ReadonlySet<string>;
  /** The part whose members a variable or message field holds: "front.knows" → "front". */
  readonly held: ReadonlyMap<string, string>;
  /** What parameters stand for in functions that `build` calls, such as those that make rules: all that is handed to them. */
  readonly handed: ReadonlyMap<Name, readonly Node[]>;
}

/** Reads the object given as `parts`, and what `build` takes from outside, which stands beside the parts. */
export function readParts(parts: Node | undefined, build: Node | undefined): Parts {
  const places = [...placesOf(parts, ""), ...givenTo(build)];
  const byName = new Map(places.flatMap(({ path, names }) => names.map((name): [Name, string] => [name, path])));
  const held = places.flatMap(({ path, made }) => heldBy(path, made, byName));
  return { byName, paths: new Set(places.map(({ path }) => path)), held: new Map(held), handed: handedIn(build) };
}

/** The parts that are named anywhere in an expression: `maybe(front)` names front. */
export const partsIn = (node: Node, byName: ReadonlyMap<Name, string>): string[] =>
  [node, ...node.getDescendants()]
    .filter(Node.isIdentifier)
    .flatMap((identifier) => byName.get(nameOf(identifier)!) ?? []);

function handedIn(build: Node | undefined): Map<Name, Node[]> {
  const handed = new Map<Name, Node[]>();
  for (const call of build?.getDescendantsOfKind(SyntaxKind.CallExpression) ?? []) {
    const f = meaning(call.getExpression());
    const parameters = isFunction(f) ? f.getParameters() : [];
    for (const [at, value] of call.getArguments().entries()) {
      const name = parameters[at] && nameOf(parameters[at].getNameNode());
      if (name) handed.set(name, [...(handed.get(name) ?? []), value]);
    }
  }
  return handed;
}

interface Place {
  readonly path: string;
  readonly names: readonly Name[];
  /** The call that makes it, where it can be told. */
  readonly made: Node | undefined;
}

function placesOf(parts: Node | undefined, prefix: string): Place[] {
  return [...propertiesOf(parts)].flatMap(([key, property]) => {
    const path = prefix + key;
    const made = meaning(property);
    const elements = Node.isArrayLiteralExpression(made) ? made.getElements() : [];
    const place = { path, names: [property, ...elements].flatMap(namesIn), made };
    return [
      place,
      ...elements.map((element) => ({ path, names: [], made: meaning(element) })),
      ...placesOf(property, `${path}.`),
    ];
  });
}

/** `build(params, { streamWorks })` and `build(params, { streamWorks: works })`. */
function givenTo(build: Node | undefined): Place[] {
  const pattern = isFunction(build) ? build.getParameters()[1]?.getNameNode() : undefined;
  if (!Node.isObjectBindingPattern(pattern)) return [];
  return pattern.getElements().flatMap((element) => {
    const name = nameOf(element.getNameNode());
    const path = element.getPropertyNameNode()?.getText() ?? element.getName();
    return name ? [{ path, names: [name], made: undefined }] : [];
  });
}

/** `{ front }`, `{ front: servers }` and `[servers]` name a part that the author's functions may also use. */
function namesIn(node: Node): Name[] {
  const value = Node.isPropertyAssignment(node)
    ? node.getInitializer()
    : Node.isShorthandPropertyAssignment(node)
      ? node.getNameNode()
      : node;
  const name = Node.isIdentifier(value) ? nameOf(value) : undefined;
  return name ? [name] : [];
}

/** Values declared inside the call that makes a part: `vars: { owner: maybe(front) }`, `record({ to: front })`. */
function heldBy(path: string, made: Node | undefined, byName: ReadonlyMap<Name, string>): [string, string][] {
  const self = selfOf(made);
  const known = self ? new Map([...byName, [self, path] as const]) : byName;
  const fields = (made?.getDescendants() ?? []).filter(
    (node) => Node.isPropertyAssignment(node) || Node.isShorthandPropertyAssignment(node),
  );
  return fields.flatMap((field): [string, string][] => {
    const of = partsIn(field, known)[0];
    return of === undefined ? [] : [[`${path}.${field.getName()}`, of]];
  });
}

/** The parameter of `vars: (self) => …`. */
function selfOf(made: Node | undefined): Name | undefined {
  const options = Node.isCallExpression(made) ? made.getArguments().at(-1) : undefined;
  const vars = meaning(propertiesOf(options).get("vars"));
  const self = isFunction(vars) ? vars.getParameters()[0]?.getNameNode() : undefined;
  return self && nameOf(self);
}
