// One part of a run that is split over machines: which scenarios it checks, and what its report says so that the parts
// can be joined, and a part that is missing is missed.
import type { Shard } from "../present/report.ts";
import { problem, SpecError } from "../messages.ts";
import type { Run } from "./plan.ts";

/** Which part, from 1, of how many. */
export interface ShardRequest {
  readonly index: number;
  readonly of: number;
}

const SHARDS_MAX = 10_000;

/** @example readShard("2/3") // { index: 2, of: 3 }  @throws SpecError where it is no part */
export function readShard(text: string): ShardRequest {
  const [, index = 0, of = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text.trim()) ?? []).map(Number);
  if (index >= 1 && index <= of && of <= SHARDS_MAX) return { index, of };
  const reason = `--shard takes a part and how many there are, such as 1/3, not \`${text}\``;
  throw new SpecError([problem("command-bad", { reason, help: "fleetcheck check --help" })]);
}

/** Dealt out in turn, as neighbours are of one spec and often of one size. Depends on the plan alone. */
export function runsOf(runs: readonly Run[], shard: ShardRequest | undefined): readonly Run[] {
  return shard === undefined ? runs : runs.filter((_, i) => i % shard.of === shard.index - 1);
}

export const shardOf = (runs: readonly Run[], { index, of }: ShardRequest): Shard => ({
  index,
  of,
  planned: runs.map(plannedKey),
});

/** What tells one planned run from another, parameters included. */
export const plannedKey = ({
  file,
  spec,
  scenario,
  params,
}: Pick<Run, "file" | "scenario" | "params"> & { readonly spec: string | { readonly name: string } }): string =>
  JSON.stringify([file, typeof spec === "string" ? spec : spec.name, scenario, params]);
