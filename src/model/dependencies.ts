// Who depends on whom among the systems that stand together: what each is given from outside is a function, and what
// that function reads is known from the values that it captured.
import { capture } from "../capture/capture.ts";
import { freeNames } from "../capture/parse.ts";
import { isBody } from "../spec/body.ts";
import { isPart } from "../spec/handle.ts";
import type { Model } from "./model.ts";

/** `by` is given what it calls `given` by `of`: systems and parts by their names in the outermost system. */
export interface Dependency {
  readonly by: string;
  readonly of: string;
  readonly given: string;
}

/** The systems that stand among a system's parts: by name, and what each is called in its own spec. */
export const systemsIn = ({ included }: Model): { readonly path: string; readonly spec: string }[] =>
  included
    .filter(({ path }) => !included.some((other) => path.startsWith(`${other.path}.`)))
    .map(({ path, origin }) => ({ path, spec: origin?.spec.name ?? path }));

/** What the systems among a system's parts are given by each other and by its own parts. */
export function dependenciesOf(model: Model): Dependency[] {
  const owners = ownersIn(model);
  return systemsIn(model).flatMap(({ path }) => {
    const given = model.included.find((one) => one.path === path)?.origin?.given ?? {};
    return Object.entries(given).flatMap(([name, reader]) =>
      [...readBy(reader, owners)].filter((of) => of !== path).map((of) => ({ by: path, of, given: name })),
    );
  });
}

/** The ways round: each begins with its least name, and leads over the fewest others. */
export function circles(dependencies: readonly Dependency[]): string[][] {
  const found = new Map<string, string[]>();
  for (const { by } of dependencies) {
    const way = wayRound(by, dependencies);
    if (!way) continue;
    const least = way.indexOf(way.toSorted()[0]!);
    const turned = [...way.slice(least), ...way.slice(0, least)];
    found.set(turned.join("\n"), turned);
  }
  return [...found.values()];
}

/** Breadth first, so that the way is a shortest one. */
function wayRound(from: string, dependencies: readonly Dependency[]): string[] | undefined {
  const ways = [[from]];
  const seen = new Set<string>();
  for (const way of ways) {
    for (const { by, of } of dependencies) {
      if (by !== way.at(-1)) continue;
      if (of === from) return way;
      if (!seen.has(of)) ways.push([...way, of]);
      seen.add(of);
    }
  }
  return undefined;
}

/** Whose each handle and system is. */
function ownersIn(model: Model): ReadonlyMap<unknown, string> {
  const systems = systemsIn(model);
  const ownerOf = (path: string) =>
    systems.find((system) => path === system.path || path.startsWith(`${system.path}.`))?.path ?? path;
  return new Map<unknown, string>([
    ...model.parts.map(({ handle, path }) => [handle, ownerOf(path)] as const),
    ...model.included.map(({ body, path }) => [body, ownerOf(path)] as const),
  ]);
}

/** The owners of what a function captured, and of what the functions that it captured did. */
function readBy(reader: Function, owners: ReadonlyMap<unknown, string>): Set<string> {
  const found = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    seen.add(value);
    const owner = owners.get(value);
    if (owner !== undefined) found.add(owner);
    else if (typeof value === "function")
      for (const captured of capture([value], freeNames)[0]!.variables.values()) visit(captured);
    else if (!isPart(value) && !isBody(value)) Object.values(value).forEach(visit);
  };
  visit(reader);
  return found;
}
