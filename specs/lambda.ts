// AWS Lambda, whose hosts buffer the metrics of invocations while CloudWatch does not take them.
//
// Invocations share the memory of a host with its metric agent: here a unit is what one running invocation needs, or
// the metrics of one that has finished. As it was, the agent buffers for as long as there is memory, until an
// invocation finds none, and the host is blocked. Then engineers may empty the buffer, and switch it off. As mended,
// the agent buffers no more than a bound.
// The bound flips the claim: with 6 units of memory and up to 2 invocations at once, 4 are safe, and 5 are not.
// Left out: retries, and the clock: CloudWatch was away from 5:15, contention began an hour later, and the engineers
// had ended it at 10:36, with CloudWatch still away.
// Source: AWS's public summary of the event, paragraph 9. It does not say what the engineers did; the bound is ours.
import { always, flag, machine, one, range, reachable, recovers, spec, system, variable } from "fleetcheck";
import { Blocking, buffersWhileAway } from "./parts/buffering-client.ts";
import { Operating } from "./parts/operators.ts";

/** The metric agent of a host: it blocks the host once its buffer leaves no memory for an invocation. */
export const MetricAgent = machine("metric agent", "working", Blocking);

/** Lambda's engineers, who empty the buffer, and switch it off. */
export const Engineers = machine("engineers", "watching", Operating);

export default spec({
  name: "Lambda",
  given: { metricsTaken: flag() },
  params: {
    memory: 6, // units
    busiest: 2, // invocations at once
    bound: 6, // units that the agent may fill
    mitigation: false,
  },
  scenarios: {
    "25 November 2020": {
      with: { mitigation: true },
      expect: { "metrics never starve an invocation of memory": "violated" },
    },
    "25 November 2020, had nobody intervened": {
      expect: {
        "metrics never starve an invocation of memory": "violated",
        "invocations find memory again while CloudWatch is away": "violated",
      },
    },
    "a bounded buffer": { with: { bound: 4 } },
  },
  sweeps: {
    bound: {
      over: { bound: range(0, 6) },
      scenario: "a bounded buffer",
      properties: ["metrics never starve an invocation of memory"],
    },
  },
  build({ memory, busiest, bound, mitigation }, { metricsTaken }) {
    const running = variable(range(0, busiest));
    const agent = one(MetricAgent, { vars: { buffered: range(0, bound) } });
    const engineers = one(Engineers);
    const isAway = () => !metricsTaken();
    const hasMemory = () => running.value + agent.buffered < memory;
    const client = buffersWhileAway(isAway, () => (engineers.is("done") ? 0 : bound));
    return system({
      parts: { running, agent, engineers },
      rules: {
        running: {
          invoke: {
            when: (r) => r.value < busiest && hasMemory(),
            then: (r) => {
              r.value += 1;
            },
          },
          finish: {
            when: (r) => r.value > 0,
            then: (r) => {
              r.value -= 1;
              if (agent.can("buffer")) agent.dispatch("buffer");
            },
          },
        },
        agent: {
          ...client,
          buffer: { ...client.buffer, onlyWhenCalled: true },
          block: { when: () => running.value < busiest && !hasMemory() },
          unblock: { when: () => hasMemory() },
        },
        engineers: {
          notice: { when: () => agent.is("blocked") },
          finish: {
            when: () => mitigation,
            then: () => {
              agent.buffered = 0;
            },
          },
        },
      },
      properties: {
        "metrics never starve an invocation of memory": always(() => agent.is("working")),
        "invocations find memory again while CloudWatch is away": recovers(hasMemory, {
          once: isAway,
          assuming: isAway,
        }),
        "metrics are delivered after an outage": recovers(() => agent.buffered === 0),
        "a host can be at its busiest": reachable(() => running.value === busiest),
      },
      provides: { invokes: () => agent.is("working") },
    });
  },
});
