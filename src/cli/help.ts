// What --help adds: examples and exit codes, command by command.

export const EXAMPLES = `Examples:
  npx fleetcheck init                           a first spec, a test and scripts
  npx fleetcheck check                          all specs in specs/, or in this folder
  npx fleetcheck check specs/door.ts --quiet    only what is not as expected
  npx fleetcheck diagram --out generated        pictures for a design document
`;

export const CHECK_EXAMPLES = `Examples:
  npx fleetcheck check specs/door.ts --scenario "as built"
  npx fleetcheck check --param servers=5 --max-seconds 60
  npx fleetcheck check --json > report.json
  npx fleetcheck check --reporter junit=out/junit.xml --reporter github
`;

export const EXIT_CODES = `Exit codes:
  0    everything is as expected
  1    something is not as expected
  2    a spec, or the command, is wrong
  3    a budget ended a search before everything was seen
  130  interrupted
  Where several apply, 2 comes before 1, and 1 before 3.`;

export const SWEEP_EXAMPLES = `Values of a parameter, as --param takes them, with commas between:
  batch=1..12          every whole number from 1 to 12
  size=10..100:10      every tenth from 10 to 100
  policy=halt,go       these
  batch=3              this one, instead of the scenario's
  With several parameters every combination is checked, and claims are told to flip along the last one. Without any, the
  sweeps are run that specs declare. A claim of which the spec says that it is monotone is bisected, where no other
  claims are asked for.

Examples:
  npx fleetcheck sweep specs/restart.ts --param batch=1..12
  npx fleetcheck sweep specs/restart.ts --param capacity=6..24:6 --param batch=1..12 --property "the fleet gets back"
  npx fleetcheck sweep --out sweeps
`;

export const SWEEP_EXIT_CODES = `Exit codes:
  0    every point was checked to the end, whatever the verdicts: a sweep explores
  1    a claim is not monotone, and the spec says that it is
  2    a spec, the command, or the check of a point is wrong
  3    a budget ended a search before everything was seen
  130  interrupted
  Where several apply, 2 comes before 1, and 1 before 3.`;

export const TRACE_EXAMPLES = `Lines of a log:
  {"time": "05:15", "does": "front.join", "member": 4}      this happens, to member 4
  {"time": "06:00", "sees": {"users.web": {"buffered": 3}}}  so it is then; of a fleet: {"front": {"serving": 2}}
  {"time": "07:01", "since": {"kinesis": {"state": "away"}}} so it has been since the line before

Examples:
  npx fleetcheck trace specs/day.ts                         the timelines that the file exports
  npx fleetcheck trace specs/region.ts events.jsonl         a log
  journalctl -o cat | npx fleetcheck trace specs/region.ts - --logged kinesis.fail
`;

export const TRACE_EXIT_CODES = `Exit codes:
  0    all fit, or are refused where they are expected to be
  1    an entry cannot be fitted, or one that should not fit does
  2    the spec, the timeline, the log or the command is wrong
  130  interrupted`;

export const REPORTERS_HELP =
  "terminal, json, junit, sarif, github or markdown; to a file where one is named, else printed; may be repeated";

export const MARKERS = `Markers stand alone on a line; what follows, to <!-- /fleetcheck -->, is written:
  <!-- fleetcheck: diagram specs/door.ts -->         the parts of the system, and who reads or drives whom
  <!-- fleetcheck: diagram specs/door.ts#Door -->    a machine
  <!-- fleetcheck: verdicts specs/door.ts -->        a table of verdicts
  <!-- fleetcheck: counterexample specs/door.ts "as built" "it opens" -->`;
