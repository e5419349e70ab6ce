// From a domain as it was declared to its codec, with what is wrong with it.
import { problem, type Problem } from "../messages.ts";
import type {
  Domain,
  Fields,
  ListDomain,
  MaybeDomain,
  OneOfDomain,
  RangeDomain,
  RecordDomain,
  SetDomain,
} from "../spec/domain.ts";
import { MachineHandle } from "../spec/handle.ts";
import { CARDINALITY_MAX, scalar, type Codec } from "./codec.ts";
import { maybeCodec, recordCodec } from "./composites.ts";
import { listCodec } from "./lists.ts";
import { type MachinePart, type Part, INDEX, PART, type MemberView } from "./model.ts";
import { placeOfSite } from "../capture/place.ts";
import { flagCodec, memberCodec, oneOfCodec, rangeCodec } from "./scalars.ts";
import { setCodec } from "./sets.ts";

/** The most values that a set may range over, and the most items of a list. */
export const ITEMS_MAX = 4096;
const INT_MAX = 2 ** 31 - 1;

/** Stands in where a domain is wrong, so that everything else can still be looked at. */
export const NOTHING: Codec = scalar({
  name: "nothing",
  size: 1,
  leaf: () => -1,
  value: () => undefined,
  shown: () => null,
});

export class Codecs {
  readonly #parts: readonly Part[];
  readonly #problems: Problem[];

  constructor(parts: readonly Part[], problems: Problem[]) {
    this.#parts = parts;
    this.#problems = problems;
  }

  /** The codec of a domain; what is wrong with it is reported as the domain of `name`. */
  of(domain: Domain<unknown>, name: string, part: Pick<Part, "handle"> | undefined): Codec {
    const before = this.#problems.length;
    const codec = this.#of(domain, name, part);
    return this.#problems.length > before ? NOTHING : codec;
  }

  #of(domain: Domain<unknown>, name: string, part: Pick<Part, "handle"> | undefined): Codec {
    const bad: Bad = (code, reason) => {
      const where = part && placeOfSite(part.handle.site);
      this.#problems.push(problem(code, { name, domain: domainName(domain), reason }, where));
      return NOTHING;
    };
    const inner = (d: Domain<unknown>) => this.#of(d, name, part);
    switch (domain?.kind) {
      case "range":
        return rangeOf(domain as RangeDomain, bad);
      case "flag":
        return flagCodec();
      case "oneOf":
        return optionsOf(domain as OneOfDomain, bad);
      case "maybe":
        return maybeCodec(inner((domain as MaybeDomain).of));
      case "record": {
        const fields = Object.entries<Domain<unknown>>((domain as RecordDomain).fields);
        return recordCodec(fields.map(([key, field]) => [key, inner(field)] as const));
      }
      case "list":
        return listOf(domain as ListDomain, inner, bad);
      case "set":
        return setOf(inner((domain as SetDomain).of), bad);
      default:
        return this.#members(domain, bad);
    }
  }

  #members(domain: unknown, bad: Bad): Codec {
    const part = this.#parts.find((p) => p.handle === domain);
    if (part?.kind === "fleet" || part?.kind === "ordered") return memberCodecOf(part);
    return bad(
      "domain-bad",
      domain instanceof MachineHandle ? "it is not a fleet among the system's parts" : "it is not a domain",
    );
  }
}

/** Reports what is wrong with a domain, and gives what stands in for it. */
type Bad = (code: "domain-bad" | "domain-empty", reason: string) => Codec;

function rangeOf({ lo, hi }: RangeDomain, bad: Bad): Codec {
  if (!Number.isInteger(lo) || !Number.isInteger(hi)) return bad("domain-bad", "its bounds are not whole numbers");
  if (hi < lo) return bad("domain-empty", "");
  const isWide = Math.max(Math.abs(lo), Math.abs(hi)) > INT_MAX || hi - lo > INT_MAX;
  return isWide ? bad("domain-bad", "it is too wide") : rangeCodec(lo, hi);
}

function optionsOf({ options }: OneOfDomain, bad: Bad): Codec {
  if (options.length === 0) return bad("domain-empty", "");
  return new Set(options).size < options.length ? bad("domain-bad", "it names a value twice") : oneOfCodec(options);
}

function listOf({ of, max }: ListDomain, inner: (d: Domain<unknown>) => Codec, bad: Bad): Codec {
  if (Number.isInteger(max) && max >= 0 && max <= ITEMS_MAX) return listCodec(inner(of), max);
  return bad("domain-bad", `a list cannot hold at most ${max} values`);
}

function setOf(element: Codec, bad: Bad): Codec {
  return element.cardinality > ITEMS_MAX
    ? bad("domain-bad", `a set ranges over at most ${ITEMS_MAX} values`)
    : setCodec(element);
}

const memberCodecOf = (part: MachinePart): Codec =>
  memberCodec({
    path: part.path,
    size: part.size,
    views: part.views,
    indexOf: (view) =>
      typeof view === "object" && view !== null && (view as MemberView)[PART] === part
        ? (view as MemberView)[INDEX]
        : -1,
    nameOf: part.memberName,
  });

function domainName(domain: Domain<unknown>): string {
  if (domain instanceof MachineHandle) return `a ${domain.kind} of ${domain.machine.name}`;
  if (domain?.kind === "range") return `range(${(domain as RangeDomain).lo}, ${(domain as RangeDomain).hi})`;
  if (domain?.kind === "oneOf")
    return `oneOf(${(domain as OneOfDomain).options.map((o) => JSON.stringify(o)).join(", ")})`;
  return domain?.kind ?? (domain === null ? "null" : typeof domain);
}

/** Codecs of the choices of a rule. */
export function choiceCodecs(
  parts: readonly Part[],
  choices: Fields,
  rule: string,
  part: Part | undefined,
  problems: Problem[],
): Codec[] {
  const codecs = new Codecs(parts, problems);
  return Object.entries(choices).map(([name, domain]) => {
    const codec = codecs.of(domain, `choice \`${name}\` of \`${rule}\``, part);
    if (codec.cardinality <= CARDINALITY_MAX) return codec;
    problems.push(
      problem(
        "domain-bad",
        {
          name: `choice \`${name}\` of \`${rule}\``,
          domain: codec.name,
          reason: `it has more than ${CARDINALITY_MAX} values`,
        },
        part && placeOfSite(part.handle.site),
      ),
    );
    return NOTHING;
  });
}
