// The public API, by name. The only file that re-exports.
export { channel, fleet, one, ordered, variable } from "./spec/part.ts";
export type { Channel, Fleet, One, Ordered, Variable } from "./spec/part.ts";
export type { Member, Seen } from "./spec/member.ts";
export { flag, list, maybe, oneOf, range, record, setOf } from "./spec/domain.ts";
export type { Domain, FSet, ValueOf } from "./spec/domain.ts";
export { machine, t } from "./spec/machine.ts";
export type { Machine, Row } from "./spec/machine.ts";
export { old } from "./spec/old.ts";
export {
  always,
  eventually,
  everyStep,
  infinitelyOften,
  leadsTo,
  reachable,
  recovers,
  settles,
} from "./spec/property.ts";
export type { BuiltinClaim, Property } from "./spec/property.ts";
export { choosing } from "./spec/rule.ts";
export type { Rule, WorldEvent } from "./spec/rule.ts";
export { spec } from "./spec/spec.ts";
export type { ParamValue } from "./spec/param.ts";
export type { ExpectedVerdict, Scenario, Spec } from "./spec/spec.ts";
export { timeline } from "./spec/timeline.ts";
export type { Entry, Timeline } from "./spec/timeline.ts";
export { system } from "./spec/system.ts";
export { include } from "./spec/include.ts";
export type { Body, Readers } from "./spec/body.ts";
export { check, checking } from "./check.ts";
export type { Checkpoint } from "./engine/checkpoint.ts";
export type { CheckOptions } from "./options.ts";
export type { Progress } from "./explore/search.ts";
export type {
  Assurance,
  Call,
  Change,
  Counterexample,
  FairTo,
  Loop,
  Outcome,
  PartState,
  PropertyVerdict,
  Step,
  Verdict,
} from "./verdict/verdict.ts";
export { SpecError } from "./messages.ts";
export type { Problem } from "./messages.ts";
export { judgeTimeline } from "./timeline/judge.ts";
export type { EntryFitted, Fit, Mismatch, TimelineVerdict } from "./timeline/answer.ts";
