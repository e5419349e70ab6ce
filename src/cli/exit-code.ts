// The exit codes, in the order of their weight.
import type { Problem } from "../messages.ts";
import type { Verdict } from "../verdict/verdict.ts";

export const EXIT = { asExpected: 0, notAsExpected: 1, wrong: 2, incomplete: 3, interrupted: 130 } as const;

export interface Ending {
  readonly verdicts: readonly Verdict[];
  readonly problems: readonly Problem[];
  /** What is not as it should be beside the claims. */
  readonly findings: readonly Problem[];
  readonly interrupted: boolean;
}

export function exitCodeOf({ verdicts, problems, findings, interrupted }: Ending): number {
  const claims = verdicts.flatMap((verdict) => verdict.properties);
  if (interrupted) return EXIT.interrupted;
  if (problems.length > 0) return EXIT.wrong;
  if (findings.length > 0) return EXIT.notAsExpected;
  if (claims.some((claim) => !claim.asExpected && claim.verdict !== "incomplete")) return EXIT.notAsExpected;
  return claims.some((claim) => claim.verdict === "incomplete") ? EXIT.incomplete : EXIT.asExpected;
}
