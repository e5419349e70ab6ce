// On which line of a spec each claim is made: where its function stands, or else the spec itself.
import { buildSystem } from "../model/build.ts";
import { locate } from "../capture/locate.ts";
import { placeOfSite } from "../capture/place.ts";
import type { Place } from "../messages.ts";
import { remarksOf, type PlacedReport } from "../present/report.ts";
import type { Verdict } from "../verdict/verdict.ts";
import type { Run } from "./plan.ts";

/** Places of the claims of which something is to be said; to know the others would cost time for nothing. */
export function placesOf(runs: readonly Run[], verdicts: readonly Verdict[]): PlacedReport["placeOf"] {
  const wanted = remarksOf(verdicts).map(({ verdict, claim }) => {
    const run = runs.find((one) => isOf(one, verdict));
    return { key: keyOf(verdict, claim.name), run, test: run && testOf(run, claim.name) };
  });
  const located = locate(wanted.map(({ test }) => test ?? nothing));
  const places = new Map(
    wanted.map(({ key, run, test }, i): [string, Place | undefined] => [
      key,
      (test && located[i]) ?? (run && (placeOfSite(run.spec.site) ?? { file: run.file })),
    ]),
  );
  return (verdict, claim) => places.get(keyOf(verdict, claim.name));
}

const isOf = ({ file, spec, scenario }: Run, verdict: Verdict): boolean =>
  file === verdict.file && spec.name === verdict.spec && scenario === verdict.scenario;

const keyOf = ({ file, spec, scenario }: Verdict, claim: string): string =>
  JSON.stringify([file, spec, scenario, claim]);

const nothing = (): void => {};

/** The first function of a property; built-in claims have none. */
function testOf({ spec, params }: Run, claim: string): Function | undefined {
  const properties: Readonly<Record<string, object>> = buildSystem(spec, params, [])?.body.properties ?? {};
  const property = Object.hasOwn(properties, claim) ? properties[claim] : undefined;
  return Object.values(property ?? {}).find((value) => typeof value === "function");
}
