// The one table of everything that can be wrong with a spec or a command: what is said, why, and how to mend it.
// A leaf that every room may import. A problem is data; only the command line prints it.

import type { Counterexample } from "./verdict/verdict.ts";

/** A place in a file, counted from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One thing that is wrong. */
export interface Problem {
  readonly code: Code;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly where?: Place;
  /** Lines that show more: a stack, a list. */
  readonly more?: string;
  /** The steps that led to the state in which it showed. */
  readonly trace?: Pick<Counterexample, "initial" | "steps">;
}

/** A spec or a command that is wrong, with everything that was found wrong at once. */
export class SpecError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map((p) => p.what).join("; "), options);
    this.name = "SpecError";
    this.problems = problems;
  }
}

/**
 * Each problem once, by file and line; those without a place, which are of the command, come first. One that is told
 * with other steps or reasons is still the same one.
 */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Map<string, Problem>();
  for (const one of problems) {
    const key = JSON.stringify([one.code, one.what, one.where]);
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()].toSorted((a, b) => comparePlaces(a.where, b.where));
}

function comparePlaces(a: Place | undefined, b: Place | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}

type Named = Readonly<Record<string, string | number>>;
interface Message {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** `{name}` stands for a value given with the problem. */
const MESSAGES = {
  "handle-unbound": {
    what: "a {kind} was read where there is no state",
    why: "handles are live: they mean something only in guards, effects and properties, and only as parts of the system",
    fix: "name it among `parts`; in `build` itself, use the parameters to compute sizes and starts",
  },
  "handle-reused": {
    what: "part `{part}` was made outside `build`, or stands in `parts` twice",
    why: "every check builds its parts anew, so that no check can see another's state",
    fix: "make it in `build`, and name it once",
  },
  "old-outside-step": {
    what: "`old` was called outside `everyStep`",
    why: "only a step has a state before it",
    fix: "use `everyStep(() => … old(() => …) …)`",
  },
  "library-twice": {
    what: "another copy of fleetcheck is imported",
    why: "the spec was made by a different installation than the one that checks it",
    fix: "install fleetcheck once, in the folder of the spec or above it",
  },
  "file-missing": {
    what: "there is no file or folder {file}",
    why: "nothing was found at that path",
    fix: "check the spelling; paths are taken from the folder in which the command runs",
  },
  "folder-empty": {
    what: "no spec in {file}",
    why: "the folder holds no .ts, .mts, .js or .mjs file whose default export, or any export, is a spec",
    fix: "name a folder that holds specs, or write one: `export default spec({ … })`",
  },
  "file-without-spec": {
    what: "{file} exports no spec",
    why: "none of its exports was made by `spec({ … })`",
    fix: "write `export default spec({ name: …, build: … })`",
  },
  "file-throws": {
    what: "the file could not be loaded: {reason}",
    why: "the file threw while it was imported, before any spec could be read",
    fix: "mend the line that is named; a spec file should only declare",
  },
  "file-ends": {
    what: "the run ended while the file was loaded",
    why: "the file ends the process itself, or waits (`await`) for something that never comes",
    fix: "let a spec file only declare; what has to be prepared belongs elsewhere",
  },
  "file-syntax": {
    what: "this is not TypeScript that can run: {reason}",
    why: "the file could not be parsed",
    fix: "mend the syntax at the line that is named; an editor or `tsc` shows more of it",
  },
  "syntax-enum": {
    what: "an `enum` cannot run",
    why: "Node runs TypeScript by leaving its types out, and an enum is more than a type",
    fix: 'use the texts themselves ("shut"), or write `const State = { Shut: "shut", Ajar: "ajar" } as const`',
  },
  "syntax-namespace": {
    what: "a `namespace` cannot run",
    why: "Node runs TypeScript by leaving its types out, and a namespace with values is more than a type",
    fix: "declare what is in it by itself, or put it into a file of its own and import that",
  },
  "syntax-parameter-property": {
    what: "a constructor's parameter cannot declare a property",
    why: "Node runs TypeScript by leaving its types out, and `constructor(readonly x: number)` also assigns",
    fix: "declare the property in the class, and assign it in the constructor",
  },
  "syntax-import-equals": {
    what: "`import … = require(…)` cannot run",
    why: "Node runs TypeScript by leaving its types out, and such an import is more than a type",
    fix: 'write `import x from "…"`',
  },
  "import-missing": {
    what: "{asked} cannot be imported: {reason}",
    why: "the file could not be loaded without it, so no spec could be read",
    fix: "correct the name or path (with its ending, such as ./part.ts), or install the package",
  },
  "scenario-unknown": {
    what: "spec `{spec}` has no scenario `{asked}`",
    why: "its scenarios are: {known}",
    fix: "use one of these names, in quotes where they hold spaces",
  },
  "param-unknown": {
    what: "spec `{spec}` has no parameter `{asked}`{source}",
    why: "its parameters are: {known}",
    fix: "use one of these names, or declare it in `params`",
  },
  "name-unknown": {
    what: "no {kind} of the {count} specs is called `{asked}`",
    why: "there are: {known}",
    fix: "use one of these names, in quotes where they hold spaces",
  },
  "param-kind": {
    what: "parameter `{param}` of spec `{spec}` cannot be {asked}{source}",
    why: "it takes {takes}",
    fix: "give it {takes}",
  },
  "param-bad": {
    what: "parameter `{param}` of spec `{spec}` is declared as {got}",
    why: "a parameter is a number, true or false, text, or a range, flag or oneOf that has a value",
    fix: "declare it as one of these: a literal is its default, of a domain the first value is",
  },
  "property-unknown": {
    what: "spec `{spec}` claims nothing called `{asked}`",
    why: "its claims are: {known}",
    fix: "use one of these names, in quotes where they hold spaces",
  },
  "expectation-unknown": {
    what: "scenario `{scenario}` expects something of `{asked}`, which is no claim of spec `{spec}`",
    why: "its claims are: {known}",
    fix: "use one of these names, or `others`",
  },
  "expectation-kind": {
    what: "scenario `{scenario}` expects `{asked}` of `{claim}`",
    why: "{takes}",
    fix: "expect one of these, or leave it out",
  },
  "build-throws": {
    what: "`build` of spec `{spec}` threw: {reason}",
    why: "the system could not be built for these parameters: {params}",
    fix: "mend the line that is named, or give the parameters a range in which it works",
  },
  "build-async": {
    what: "{name} of spec `{spec}` is async or a generator",
    why: "a transition is one atomic step; nothing can happen in the middle of a function",
    fix: "write it as a plain function",
  },
  "build-result": {
    what: "`build` of spec `{spec}` returned {got}",
    why: "it must return what `system({ … })` makes",
    fix: "end it with `return system({ parts, rules, properties })`",
  },
  "build-differs": {
    what: "`build` of spec `{spec}` made two different systems from the same parameters: {difference}",
    why: "it is called anew for every check, so it must not depend on anything but its parameters",
    fix: "compute everything in `build` from its parameters",
  },
  "row-twice": {
    what: "machine `{machine}` has two rows for `{event}` from `{from}`: to `{first}` and to `{second}`",
    why: "an event in a state leads to one state; typescript-fsm would silently take the first",
    fix: "remove one, or give the two outcomes two events",
  },
  "machine-empty": {
    what: "machine `{machine}` has no rows",
    why: "a machine is a table of what can happen",
    fix: "give it at least one row: t(from, event, to)",
  },
  "initial-unknown": {
    what: "machine `{machine}` starts in `{state}`, which no row names",
    why: "its states are: {known}",
    fix: "start in one of these",
  },
  "state-unknown": {
    what: "part `{part}` starts in {state}, which is no state of machine `{machine}`",
    why: "its states are: {known}",
    fix: "start in one of these",
  },
  "domain-empty": {
    what: "the domain of {name} is empty: {domain}",
    why: "a variable must have at least one value",
    fix: "give it at least one value; a range goes from low to high",
  },
  "domain-bad": {
    what: "the domain of {name} is not one: {domain}",
    why: "{reason}",
    fix: "use whole numbers within ±2^31, options that differ, sizes from 0 to 4096, and fleets of this system",
  },
  "name-reserved": {
    what: "part `{part}` has a variable called `{name}`",
    why: "members have `{name}` already",
    fix: "call the variable something else",
  },
  "size-bad": {
    what: "part `{part}` has size {size}",
    why: "a part has a whole number of members, from 0 to 65535",
    fix: "give it such a size",
  },
  "start-sum": {
    what: "the start groups of `{part}` have {sum} members, the part has {size}",
    why: "every member starts in exactly one group",
    fix: "make the groups' `members` add up to {size}",
  },
  "start-members": {
    what: "a start group of `{part}` has {members} members",
    why: "a group has a whole number of members, from 0 to 65535",
    fix: "give it such a number",
  },
  "start-state-none": {
    what: "a start group of `{part}` may start in no state: its list of states is empty",
    why: "several states mean any of these, so that there must be one",
    fix: "name a state, or leave `state` out to start in the machine's first one",
  },
  "start-outside": {
    what: "part `{part}` starts with {field} = {value}, which is outside its domain {domain}",
    why: "a start value must be a value of the domain, or an array of such values",
    fix: "start inside the domain, or widen it",
  },
  "start-field-unknown": {
    what: "a start group of `{part}` names `{field}`",
    why: "the part has: {known}",
    fix: "use one of these names",
  },
  "start-missing": {
    what: "{field} of `{part}` has no start value",
    why: "it holds a member, and no member is the first one",
    fix: "set it in `system({ start: () => … })`, or make it `maybe(…)`",
  },
  "start-breaks": {
    what: "the start effect of spec `{spec}` breaks a rule: {reason}",
    why: "`start` must lead to states whose values are in their domains",
    fix: "mend the line that is named",
  },
  "part-unknown": {
    what: "there are rules for `{asked}`, which is no part of spec `{spec}`",
    why: "its parts are: {known}",
    fix: "use one of these names",
  },
  "part-bad": {
    what: "part `{part}` of spec `{spec}` is {got}",
    why: "a part is made by one, fleet, ordered, variable or channel, or is an array or record of such",
    fix: "make it with one of these",
  },
  "event-unknown": {
    what: "there is a rule for `{part}.{event}`, but machine `{machine}` has no row with that event",
    why: "its events are: {known}",
    fix: 'add a row t(from, "{event}", to), or use one of these names',
  },
  "event-nameless": {
    what: "an event of {of} has no name",
    why: "rules, traces and messages call events by their names",
    fix: 'name it: t("shut", "open", "ajar")',
  },
  "rule-bad": {
    what: "the rule `{rule}` is not one: {reason}",
    why: "a rule is { when?, then? }, with functions for both, and at most one of onlyWhenCalled, atOnce and together",
    fix: "write it as such an object",
  },
  "clock-bad": {
    what: "the clock is not one: {reason}",
    why: 'a clock is { tick, then? }: how long a tick is, in words, and what each tick does; its event is called "tick"',
    fix: 'write it as such an object: clock: { tick: "15 minutes" }',
  },
  "clock-missing": {
    what: "the rule `{rule}` is `{timing}`, and the system has no clock",
    why: "such a rule is timed by ticks, and without a clock there are none",
    fix: 'give the system a clock, such as `clock: { tick: "1 minute" }`, or leave `{timing}` out',
  },
  "together-writes": {
    what: "the effect of `{rule}`, which is `together`, writes to {owner}",
    why: "all who take part in a tick act at the same time, so each writes only what is its own",
    fix: "let `clock.then` write it: that runs once, after all of them, and sees what they did",
  },
  "tick-ways": {
    what: "in one state there are more than {max} ways for the {tick} to happen",
    why: "which members take part in a rule that is `together: n` is a choice wherever more than n can and they differ",
    fix: "use a smaller fleet or n, let fewer members differ, or write `together: true`",
  },
  "fair-bad": {
    what: "the rule `{rule}` cannot be fair: {reason}",
    why: 'fair is what can happen by itself, "weak" or "strong", for a part as a whole or with `fairEach` for each of its members',
    fix: "correct it, or leave fairness out: then a run may put the event off for ever",
  },
  "without-missing": {
    what: "property `{name}` does not say without which events it settles",
    why: "it asks what becomes of the system once these events are gone; an empty list is an answer, too",
    fix: 'write settles(goal, { without: ["front.fail"] }), or `without: []`',
  },
  "without-unknown": {
    what: "property `{name}` settles without `{asked}`, which is no event of spec `{spec}`",
    why: "its events are: {known}",
    fix: "use one of these names; `tsc` finds such slips before a check does",
  },
  "claim-builtin": {
    what: "spec `{spec}` has a property called `{name}`",
    why: "that is a claim every system makes already",
    fix: "call it something else; a scenario may still expect something of the built-in claim",
  },
  "effect-late": {
    what: "the effect of `{rule}` returned a promise",
    why: "a transition is one atomic step; what happens after the effect has returned belongs to none",
    fix: "write it as a plain function that is done when it returns",
  },
  "answer-missing": {
    what: "{name} returned nothing",
    why: "a guard or a property says true or false; a function with braces returns nothing by itself",
    fix: "write `return` before the condition, or leave out the braces",
  },
  "clock-units": {
    what: "the systems that stand together have clocks of different ticks: {units}",
    why: "a tick is one step of the whole system, and as long for every part of it",
    fix: "give all of them the same tick",
  },
  "entry-bad": {
    what: "entry {entry} of timeline `{timeline}`, {time}: {reason}",
    why: "entries are taken in the order of their times, and say what the spec knows by name",
    fix: "mend the entry",
  },
  "log-bad": {
    what: "line {line} of the log cannot be read: {reason}",
    why: "each line is a JSON object with a `time`, and with `does`, `sees` or `since`; it is read before it is judged",
    fix: "mend or leave out the line; `npx fleetcheck trace --help` shows some",
  },
  "log-unreadable": {
    what: "the log {file} cannot be read: {reason}",
    why: "it is read to its end, or to the first line that does not fit",
    fix: "name a file that is there, or - for standard input",
  },
  "spec-which": {
    what: "{path} exports several specs, or none that was asked for: {names}",
    why: "a log is fitted to one spec",
    fix: "name one with --spec",
  },
  "timeline-none": {
    what: "{path} exports no timeline",
    why: "without a log, the timelines of a file are judged",
    fix: "name a log behind it, or export what `timeline(…)` gives",
  },
  "refusal-unknown": {
    what: "timeline `{timeline}` is expected to be refused at {time}, and has no entry of that time",
    why: "a false day must be found out where it is false, and not somewhere else",
    fix: "write the time of one of its entries",
  },
  "logged-unknown": {
    what: "spec `{spec}`: {reason}",
    why: "events that are all logged are named as verdicts name them",
    fix: "use one of these names",
  },
  "states-too-many": {
    what: "spec `{spec}` may be in more than {states} states",
    why: "all of them would have to be looked at to say what is possible",
    fix: "take smaller parameters, say more in the entries, or allow more with --max-states",
  },
  "given-domain": {
    what: "spec `{spec}` is given `{name}` of a domain that is neither flag, range, oneOf nor maybe of these",
    why: "checked alone, what is given may have any value at any time, and so its values must be few and plain",
    fix: "take several plain values instead",
  },
  "given-part": {
    what: "`{name}` is given from outside, and a part is called so, too",
    why: "checked alone, what is given is a part of its own",
    fix: "rename one of them",
  },
  "given-wrong": {
    what: "`{path}` includes `{spec}`, and what it is given as `{name}` is no function or not asked for",
    why: "it takes from outside, each as a function of the present state: {wanted}",
    fix: "write `given: { … }` with a function for each of these, and nothing else",
  },
  "rule-included": {
    what: "`{rule}` has a rule of its own, and was given another where its system is included",
    why: "an included system means what its spec says; only events that it left without a rule can be given one",
    fix: "leave one of them out, or let the spec take what differs as a parameter or as `given`",
  },
  "answer-kind": {
    what: "{name} returned {got}",
    why: "a guard or a property says true or false; what else counts as true is easily mistaken",
    fix: "compare it, as in `=== 0` or `!== undefined`",
  },
  "asked-unknown": {
    what: "{name} asks for the {kind} {asked}, which machine `{machine}` does not have",
    why: "the answer would be no, always, and no claim would show it; its {kind}s are: {known}",
    fix: "use one of these names; `tsc` finds such slips before a check does",
  },
  "key-unknown": {
    what: "{place} has `{asked}`",
    why: "it would be ignored; what is known there is: {known}",
    fix: "use one of these names; `tsc` finds such slips before a check does",
  },
  "old-argument": {
    what: "`old` was given no function",
    why: "what it is to read must be read in the state before the step, not now",
    fix: "write `old(() => …)`",
  },
  "guard-throws": {
    what: "{name} threw: {reason}",
    why: "a guard or a property must have an answer in every reachable state",
    fix: "mend the line that is named; test for the case before using it",
  },
  "guard-writes": {
    what: "{name} writes to the state",
    why: "guards and properties only look; what they would change would depend on how often they are asked",
    fix: "move the write into the rule's `then`",
  },
  "guard-picks": {
    what: '{name} reads the head of a channel whose order is "any"',
    why: "which message comes next is a choice, and {name} must not depend on a choice",
    fix: 'ask for `length`, or make the channel "fifo"',
  },
  impure: {
    what: "{name} uses {what}",
    why: "the answer would differ from run to run, so no state would mean anything",
    fix: "make it a choice of the rule, or a parameter",
  },
  "captured-changed": {
    what: "`{variable}`, which {name} reads, changed during the check",
    why: "what rules and properties remember outside the state is not explored",
    fix: "make it a part: variable(domain, start)",
  },
  "choices-called": {
    what: "{name} dispatches or asks can() for `{event}`, whose rule has choices",
    why: "a call must say what happens; a rule with choices leaves it open",
    fix: "dispatch an event without choices, or set the choice in a variable first",
  },
  "checkpoint-bad": {
    what: "the checkpoint cannot be read: {reason}",
    why: "a search can only go on from what it has written itself, whole",
    fix: "name a file that `--checkpoint` wrote, or begin anew without `--resume`",
  },
  "checkpoint-stale": {
    what: "the checkpoint does not fit spec `{spec}`: {reason}",
    why: "what was searched then says nothing about what is asked now",
    fix: "ask what was asked then, or begin anew without `--resume`",
  },
  "checkpoint-many": {
    what: "a checkpoint is of one scenario of one spec, and {runs} were selected",
    why: "a file holds one search",
    fix: "select one with a path and `--scenario`",
  },
  "sweep-none": {
    what: "there is nothing to sweep: {reason}",
    why: "a sweep runs through the values of a parameter, given as `--param` or declared in the spec as `sweeps`",
    fix: "give it values: `--param batch=1..12`, `--param size=10..100:10` or `--param policy=halt,go`",
  },
  "sweep-large": {
    what: "a sweep of {points} points is asked for",
    why: "each point is a search of its own, and at most {most} are run",
    fix: "give the parameters fewer values, or larger steps: `10..100:10`",
  },
  "sweep-range": {
    what: "`{asked}` is no range",
    why: "{reason}",
    fix: "write first..last or first..last:step, such as 1..12 or 10..100:10",
  },
  "point-ended": {
    what: "the check at {point} ended by itself: {reason}",
    why: "each point is checked in a thread of its own; this one did not live to answer",
    fix: "check it alone, with `fleetcheck check` and the same parameters",
  },
  "monotone-not": {
    what: "claim `{claim}` of spec `{spec}` is not monotone in `{param}`: {evidence}",
    why: "the spec says that it is, and points between equal verdicts are left out because of that; here all were run",
    fix: "take the claim out of `monotone`, or mend what makes the verdict flip twice",
  },
  "engine-outside": {
    what: "spec `{spec}` cannot be compiled: {construct}",
    why: "the compiled engine was asked for, and it runs only what it can translate exactly",
    fix: "write it otherwise, or leave the choice to `--engine auto`",
  },
  "engine-memory": {
    what: "spec `{spec}` cannot be searched compiled: the system has no room",
    why: "the compiled engine sets addresses aside for several memories of 4 GiB, and a limit on this process forbids that",
    fix: "raise the limit (`ulimit -v`), or leave the choice to `--engine auto`",
  },
  "budget-bad": {
    what: "{option} cannot be {asked}",
    why: "{takes}",
    fix: "give it such a value",
  },
  "command-bad": {
    what: "{reason}",
    why: "the command line was not understood, so nothing was checked",
    fix: "see `{help}`",
  },
  internal: {
    what: "fleetcheck failed on {name}: {reason}",
    why: "this is a defect of fleetcheck, not of the spec",
    fix: "report it together with the spec and the stack below",
  },
  "output-unwritable": {
    what: "{file} cannot be written: {reason}",
    why: "the results above were computed and are complete; only this output is missing",
    fix: "name a folder that can be written",
  },
  "output-exists": {
    what: "{file} exists already",
    why: "what is there may be somebody's work, so it is not overwritten",
    fix: "name another file, or remove that one",
  },
  "output-foreign": {
    what: "not overwritten: {files}",
    why: "fleetcheck did not write what is there, and replaces only files of its own; everything else was written",
    fix: "name another folder, or move or remove what is in the way",
  },
  "replay-bad": {
    what: "the replay string is not one: {reason}",
    why: "a replay string is what a counterexample printed, whole",
    fix: "copy it anew, in quotes",
  },
  "replay-file": {
    what: "the spec of the replay string is not here: there is no {file}",
    why: "a replay string names its spec from the folder in which the check ran; now it was looked for from {folder}",
    fix: "change to the folder in which the check ran, or bring the file back",
  },
  "replay-stale": {
    what: "the replay string was made for another version of spec `{spec}`",
    why: "{reason}",
    fix: "run `fleetcheck check` on the spec to get a counterexample of its present version",
  },
  "browser-missing": {
    what: "pictures cannot be drawn: {reason}",
    why: "SVG and PNG are drawn by mermaid-cli in a Chromium, which fleetcheck does not bring along; their Mermaid code was written instead",
    fix: "npm install --save-dev {packages}",
  },
  "browser-fails": {
    what: "pictures cannot be drawn: the browser does not start: {reason}",
    why: "SVG and PNG are drawn in a Chromium; their Mermaid code was written instead",
    fix: "install what it misses (on Debian and Ubuntu: libnss3 and fonts-liberation), or name another browser in PUPPETEER_EXECUTABLE_PATH",
  },
  "generated-stale": {
    what: "{file} is {state}",
    why: "it is written by the tool and no longer what the tool would write",
    fix: "run `fleetcheck diagram` with the same arguments, without --check, and commit what it wrote",
  },
  "step-unknown": {
    what: "spec `{spec}` has no step `{asked}`",
    why: "what cannot be named cannot be said to be impossible; its events are: {known}",
    fix: "if it has another name now, write that; if what the steps were about is gone, remove them",
  },
  "manifest-bad": {
    what: "package.json cannot be read: {reason}",
    why: "scripts are added to it, and what is there must stay as it is",
    fix: "mend it, then run `fleetcheck init` again",
  },
  "part-unreadable": {
    what: "no report of a part: {reason}",
    why: "what a part found cannot be told without it",
    fix: "name what `fleetcheck check --shard i/n --json` printed, whole",
  },
  "part-missing": {
    what: "part {part} of the run is missing",
    why: "what it had to check is not known",
    fix: "name the reports of all parts; run the missing one again with --shard {part}",
  },
  "part-twice": {
    what: "part {part} of the run is there twice",
    why: "which of the two is meant is not known",
    fix: "name the report of each part once",
  },
  "parts-differ": {
    what: "the reports are not parts of one run",
    why: "they differ in what the whole run is to check, in the number of parts, or in the version of fleetcheck",
    fix: "run all parts, and merge, with the same arguments, the same specs and the same version of fleetcheck",
  },
  "part-incomplete": {
    what: "part {part} of the run has not checked what it had to",
    why: "its report has no result for every scenario that is due in it, and does not say why",
    fix: "run it again with --shard {part}",
  },
  "coverage-engine": {
    what: "coverage cannot be kept by the compiled engine, nor of a search that is resumed",
    why: "what is run is counted by the interpreter, from the beginning on",
    fix: "leave out --engine compiled and --resume, or --coverage",
  },
  "event-never-fires": {
    what: "`{event}` never fires in any scenario of spec `{spec}`",
    why: "what never happens is not checked, and what depends on it holds for nothing",
    fix: "mend its guard or the start, add a scenario in which it can happen, or remove it",
  },
  "state-never-entered": {
    what: "no member of `{part}` ever is in state `{state}`, in any scenario of spec `{spec}`",
    why: "what is claimed of that state holds for nothing",
    fix: "mend what leads there, add a scenario that does, or remove its rows",
  },
  "scenario-same": {
    what: "scenario `{second}` of spec `{spec}` is the same as `{first}`: the same states, steps and verdicts",
    why: "what it changes makes no difference, so it shows nothing that the other does not",
    fix: "let its parameters change what can happen, or remove it",
  },
  "lock-differs": {
    what: "spec `{spec}`, scenario `{scenario}`, is not as {file} records it",
    why: "{cause}",
    fix: "look at each line below; where it is meant, record it with --update, and commit the file",
  },
  "lock-missing": {
    what: "{scenarios} not recorded in {file}",
    why: "without a record, a state space that shrinks to nothing still looks as expected",
    fix: "run the same command with --lock and commit the file; a run that is not to be recorded says --no-lock",
  },
  "lock-gone": {
    what: "spec `{spec}`, scenario `{scenario}`, is recorded in {file}, but there is no such scenario any more",
    why: "what is no longer checked can no longer fail",
    fix: "bring it back, or let the record forget it with --update",
  },
  "lock-uncounted": {
    what: "{scenarios} recorded in {file} under another reduction: counts cannot be compared",
    why: "without reduction, or by the compiled engine, members are explored in all their numberings",
    fix: "check without --symmetry off and --engine compiled, record it with the same options and --update, or say --no-lock",
  },
  "lock-unsteady": {
    what: "spec `{spec}`, scenario `{scenario}`, is not recorded: its search was ended by a budget on {stopped}",
    why: "how far such a search comes differs from run to run; {file} was left as it is",
    fix: "bound it by --max-states or --max-depth, or let it end by itself",
  },
  "lock-unreadable": {
    what: "the recorded verdicts cannot be read: {reason}",
    why: "a run cannot be held against them, so it cannot be said to be as recorded",
    fix: "bring the file back from version control, or remove it and record anew with --lock",
  },
  "docs-stale": {
    what: "a marked place is not what would be written",
    why: "the spec has changed since, or the text was edited",
    fix: "run `fleetcheck docs`, without --check, and commit what it wrote",
  },
  "docs-marker-stray": {
    what: "this marker ends nothing",
    why: "no marker that begins a place stands before it",
    fix: "remove it, or write `<!-- fleetcheck: … -->` on a line of its own above",
  },
  "docs-marker-words": {
    what: "the marker says more than is understood: {words}",
    why: "it would be ignored",
    fix: "remove it; names with blanks stand in double quotes",
  },
  "docs-file": {
    what: "no spec in {file}",
    why: "a marker names a file with a spec, from the folder in which the command runs",
    fix: "write `<!-- fleetcheck: diagram specs/door.ts -->`",
  },
  "docs-unknown": {
    what: "there is no {kind} `{asked}`",
    why: "there are: {known}",
    fix: "use one of these names, in double quotes where they hold blanks",
  },
} as const satisfies Record<string, Message>;

export type Code = keyof typeof MESSAGES;

type Slots<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string} ${string}` ? never : Name) | Slots<Rest> // braces with blanks are code, not slots
  : never;
type Values<C extends Code> = { readonly [K in Slots<(typeof MESSAGES)[C]["what" | "why" | "fix"]>]: string | number };

/** A problem with its words filled in. @example problem("row-twice", { machine, event, from, first, second }, place) */
export function problem<C extends Code>(code: C, values: Values<C>, where?: Place, more?: string): Problem {
  const { what, why, fix } = MESSAGES[code] as Message;
  const say = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String((values as Named)[name]));
  return { code, what: say(what), why: say(why), fix: say(fix), ...(where && { where }), ...(more && { more }) };
}
