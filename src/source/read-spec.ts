// What a spec file says in its author's own words: comments, rules, claims, and which parts each of them reads and
// drives. Read from the text, for pictures and documents only; what a spec means is decided by running it.
import { Node, type Project, type SourceFile } from "ts-morph";
import { headerOf, machineDocs } from "./comments.ts";
import { helpersOf } from "./helpers.ts";
import { readParts, type Parts } from "./parts.ts";
import { filesOf } from "./project.ts";
import { isCallOf, meaning, propertiesOf, propertyOf } from "./resolve.ts";
import { readRule, type RuleSource } from "./rule.ts";
import { usesOf } from "./uses.ts";

interface ClaimSource {
  /** "always(() => …)". */
  readonly words: string;
  readonly reads: readonly string[];
}

interface PartRule {
  readonly part: string;
  readonly event: string;
  readonly rule: RuleSource;
}

/** Parts go by their path: "front", "pair.line"; an array by its name. What could not be read is missing. */
export interface SpecSource {
  readonly header: readonly string[];
  /** Doc comments by machine name. */
  readonly machines: ReadonlyMap<string, string>;
  readonly rules: readonly PartRule[];
  readonly world: ReadonlyMap<string, RuleSource>;
  /** What each tick does, where the clock has an effect. */
  readonly clock?: RuleSource;
  readonly claims: ReadonlyMap<string, ClaimSource>;
  /** The author's own functions that rules and claims speak through, by name. */
  readonly helpers: ReadonlyMap<string, string>;
}

/** Reads the spec that a file exports under a name; `path` is absolute. */
export function readSpec(project: Project, path: string, exportName: string): SpecSource {
  const files = filesOf(project, path);
  const file = files[0];
  const build = file && buildOf(file, exportName);
  const body = systemIn(build);
  const parts = readParts(propertyOf(body, "parts"), build);
  return {
    header: file ? headerOf(file) : [],
    machines: machineDocs(files),
    rules: rulesOf(propertyOf(body, "rules"), propertyOf(body, "parts"), "", parts),
    world: new Map(
      [...propertiesOf(propertyOf(body, "world"))].map(([event, rule]) => [event, readRule(rule, undefined, parts)]),
    ),
    ...clockIn(body, parts),
    claims: new Map(
      [...propertiesOf(propertyOf(body, "properties"))].map(([name, claim]) => [name, readClaim(claim, parts)]),
    ),
    helpers: helpersOf(["rules", "world", "clock", "properties"].map((key) => propertyOf(body, key))),
  };
}

function clockIn(body: Node | undefined, parts: Parts): { clock?: RuleSource } {
  const clock = propertyOf(body, "clock");
  return clock && propertiesOf(clock).has("then") ? { clock: readRule(clock, undefined, parts) } : {};
}

/** The function by which a spec builds its system. */
function buildOf(file: SourceFile, exportName: string): Node | undefined {
  const exported = file.getExportedDeclarations().get(exportName)?.[0];
  const made = meaning(exported);
  const declaration = Node.isCallExpression(made) && isCallOf(made, "spec") ? made.getArguments()[0] : undefined;
  return meaning(propertyOf(declaration, "build"));
}

/** The object given to `system` there. */
function systemIn(build: Node | undefined): Node | undefined {
  const call = build?.getDescendants().find((node) => isCallOf(node, "system"));
  return Node.isCallExpression(call) ? call.getArguments()[0] : undefined;
}

/** Rules by part and event, going down records of parts; the rules of an array stand for all its parts. */
function rulesOf(rules: Node | undefined, parts: Node | undefined, prefix: string, known: Parts): PartRule[] {
  const places = propertiesOf(parts);
  return [...propertiesOf(rules)].flatMap(([key, given]): PartRule[] => {
    const part = prefix + key;
    const place = places.get(key);
    if (propertiesOf(place).size > 0) return rulesOf(given, place, `${part}.`, known);
    return [...propertiesOf(given)].map(([event, rule]) => ({ part, event, rule: readRule(rule, part, known) }));
  });
}

function readClaim(claim: Node, parts: Parts): ClaimSource {
  const made = meaning(claim) ?? claim;
  return { words: made.getText().replace(/\s+/g, " "), reads: usesOf({ body: made, given: new Map() }, parts).reads };
}
