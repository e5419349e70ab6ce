// Fairness: which rules no run puts off for ever, each for its part as a whole or for every member by itself.
import { problem, type Place, type Problem } from "../messages.ts";
import type { Fair, Fairness } from "../program.ts";
import type { RawRule } from "../spec/rule.ts";
import type { Model, Part, Rule } from "./model.ts";

/** What a rule says of its own fairness; nothing where it says none, or says it wrongly. */
export function fairnessOf(
  name: string,
  raw: RawRule,
  part: Part | undefined,
  problems: Problem[],
  where: Place | undefined,
): Rule["fair"] {
  const { fair, fairEach } = raw;
  if (fair === undefined && fairEach === undefined) return undefined;
  const reason = whatIsWrong(raw, part);
  if (reason === undefined) return { strength: fair!, each: fairEach === true };
  problems.push(problem("fair-bad", { rule: name, reason }, where));
  return undefined;
}

function whatIsWrong(
  { fair, fairEach, onlyWhenCalled, together }: RawRule,
  part: Part | undefined,
): string | undefined {
  if (fair === undefined) return "it has `fairEach`, and not `fair`";
  if (fair !== "weak" && fair !== "strong") return `its \`fair\` is ${JSON.stringify(fair)}`;
  if (onlyWhenCalled) return "it happens only when it is called";
  if (together !== undefined) return "it happens on the tick, for all that can";
  if (fairEach && part?.kind !== "fleet" && part?.kind !== "ordered") return "it has `fairEach`, and there is only one";
  return undefined;
}

/** What the whole system says: which steps are fair, which are accidents, and which are not its own. */
export const fairnessOfAll = ({ rules, spec }: Pick<Model, "rules" | "spec">): Fairness => ({
  fair: rules.flatMap(fairSteps),
  foreign: rules.flatMap(({ id, part }) => (part !== undefined && part.path in spec.given ? [id] : [])),
  accidents: rules.flatMap(({ id, nature }) => (nature === "lose" || nature === "duplicate" ? [id] : [])),
});

function fairSteps({ id, fair, part }: Rule): Fair[] {
  if (fair === undefined) return [];
  const { strength, each } = fair;
  if (!each || part === undefined) return [{ rule: id, strength }];
  return Array.from({ length: part.size }, (_, member) => ({ rule: id, member, strength }));
}
