// Checkpoints: how far a long search has come, to go on from another day. All states that were found, level by level,
// and what was found of claims; good for the same spec, parameters, claims, reduction and version only.
import type { Finding, Reached } from "../explore/search.ts";
import type { Begun, Space } from "../explore/space.ts";
import { problem, SpecError } from "../messages.ts";

/** What a checkpoint is good for; anything else is refused. */
export interface CheckpointKey {
  readonly spec: string;
  readonly specHash: string;
  /** Were states reduced by symmetry? */
  readonly reduced: boolean;
  /** The claims that were to be decided. */
  readonly claims: readonly string[];
}

export interface Checkpoint extends CheckpointKey {
  readonly reached: Reached;
  /** Packed states by level; the last level is to be worked on next. */
  readonly levels: readonly Uint32Array[];
}

/** What is to be saved of a search that is at the beginning of a level, or was stopped in the middle of it. */
export const checkpointOf = (key: CheckpointKey, reached: Reached, space: Space): Checkpoint => ({
  ...key,
  reached,
  levels: space.levels().slice(0, reached.level + 1),
});

/** @throws SpecError where the checkpoint was made for something else */
export function begunFrom(
  checkpoint: Checkpoint,
  key: CheckpointKey,
): { begun: Begun; from: Pick<Reached, "level" | "findings"> } {
  const reason = differenceOf(checkpoint, key);
  if (reason !== undefined) throw new SpecError([problem("checkpoint-stale", { spec: key.spec, reason })]);
  const { reached, levels } = checkpoint;
  return { begun: { levels, transitions: reached.transitions, fired: reached.fired }, from: reached };
}

function differenceOf(a: CheckpointKey, b: CheckpointKey): string | undefined {
  if (a.spec !== b.spec) return `it is of spec \`${a.spec}\``;
  if (a.specHash !== b.specHash) return "the spec or its parameters have changed since";
  if (a.reduced !== b.reduced) return `it was made ${a.reduced ? "with" : "without"} symmetry reduction`;
  if (a.claims.join("\n") !== b.claims.join("\n")) return "other claims were to be decided";
  return undefined;
}

/** Saves at the beginning of a level, when the last time is long enough ago. */
export class Saver {
  readonly #write: (reached: Reached) => void;
  readonly #now: () => number;
  #reached: Reached | undefined;
  #saved: number;

  constructor(write: (reached: Reached) => void, now: () => number) {
    this.#write = write;
    this.#now = now;
    this.#saved = this.#now();
  }
  atLevel(reached: Reached): void {
    this.#reached = reached;
    if (this.#now() - this.#saved > SAVE_EVERY_MS) this.save();
  }
  save(): void {
    if (this.#reached) this.#write(this.#reached);
    this.#saved = this.#now();
  }
}

const SAVE_EVERY_MS = 60_000;

// ---- As bytes ----------------------------------------------------------------------------------------------------
//
//      | length of the header | header, JSON | states of level 0 | states of level 1 | …
//        4 bytes, little endian               4 bytes a word, little endian

const FORMAT = 1;

interface Header extends CheckpointKey {
  readonly format: number;
  readonly version: string;
  /** Words of each level. */
  readonly sizes: readonly number[];
  readonly reached: Omit<Reached, "findings"> & {
    readonly findings: readonly (Omit<Finding, "state"> & { readonly state: readonly number[] })[];
  };
}

/** The pieces of the file, to be written one after the other. `version` is the tool's. */
export function* checkpointBytes({ levels, reached, ...key }: Checkpoint, version: string): Generator<Uint8Array> {
  const findings = reached.findings.map((f) => ({ ...f, state: [...f.state] }));
  const header: Header = {
    ...key,
    format: FORMAT,
    version,
    sizes: levels.map((l) => l.length),
    reached: { ...reached, findings },
  };
  const text = Buffer.from(JSON.stringify(header));
  yield lengthBytes(text.length);
  yield text;
  for (const states of levels) yield new Uint8Array(states.buffer, states.byteOffset, states.byteLength);
}

function lengthBytes(length: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
}

/** @throws SpecError where the bytes are no checkpoint, or one of another version of the tool */
export function readCheckpoint(bytes: Uint8Array, version: string): Checkpoint {
  const { header, at } = headerOf(bytes);
  if (header.format !== FORMAT || header.version !== version)
    throw notOne(`it was written by version ${header.version} of fleetcheck, this is ${version}`);
  const { sizes, reached, format: _, version: __, ...key } = header;
  const words = sizes.reduce((sum, n) => sum + n, 0);
  if (bytes.length !== at + 4 * words) throw notOne("it is not whole");
  const states = new Uint32Array(words);
  new Uint8Array(states.buffer).set(bytes.subarray(at));
  let begin = 0;
  const levels = sizes.map((size) => states.slice(begin, (begin += size)));
  const findings = reached.findings.map((f) => ({ ...f, state: Uint32Array.from(f.state) }));
  return { ...key, reached: { ...reached, findings }, levels };
}

function headerOf(bytes: Uint8Array): { header: Header; at: number } {
  try {
    const at = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    return { header: JSON.parse(new TextDecoder().decode(bytes.subarray(4, at))) as Header, at };
  } catch {
    throw notOne("it does not begin like one");
  }
}

const notOne = (reason: string): SpecError => new SpecError([problem("checkpoint-bad", { reason })]);
