// Amazon Cognito, whose web servers send records of how they are used to Kinesis, on a best-effort basis.
//
// Every sign-in leaves a record, which is buffered until Kinesis takes it. As it was, a server with a full buffer
// waits for room in it, and its sign-in with it. Operators see sign-ins wait; they may add capacity, which is more
// room in buffers, and they may deploy a change after which a full buffer makes nobody wait. As mended, what does not
// fit in the buffer is dropped from the start: best effort asks no more.
// No capacity flips the claim: whatever there is room for, the sign-in after that one waits.
// Left out: single web servers (the buffer is that of all together), user pools and identity pools, and the clock: the
// capacity was added early, waiting was back by 7:01, and the change went out from 10:15 to 14:18.
// Source: AWS's public summary of the event, paragraph 7.
import { always, flag, machine, one, oneOf, range, reachable, recovers, spec, system, variable } from "fleetcheck";
import { Blocking, buffersWhileAway } from "./parts/buffering-client.ts";
import { Operating } from "./parts/operators.ts";

/** The web servers of Cognito: each sign-in that they answer leaves a record for Kinesis. */
export const WebServers = machine("web servers", "working", Blocking);

/** Cognito's own operators. */
export const Operators = machine("operators", "watching", Operating);

export default spec({
  name: "Cognito",
  given: { kinesisWorks: flag() },
  params: {
    buffer: 3, // records
    added: 0, // records that added capacity has room for
    whenFull: oneOf("wait", "drop"),
    change: false, // the operators change what happens when the buffer is full, from waiting to dropping
  },
  scenarios: {
    "25 November 2020": {
      with: { added: 3, change: true },
      expect: {
        "a sign-in never waits for Kinesis": "violated",
        "no sign-in waits again once there is more capacity": "violated",
      },
    },
    "25 November 2020, had they only added capacity": {
      with: { added: 3 },
      expect: {
        "a sign-in never waits for Kinesis": "violated",
        "no sign-in waits again once there is more capacity": "violated",
        "sign-ins can be answered again while Kinesis is away": "violated",
      },
    },
    "as mended: what does not fit is dropped": { with: { whenFull: "drop" } },
  },
  sweeps: {
    "added capacity": {
      over: { added: range(0, 9) },
      scenario: "25 November 2020",
      properties: ["a sign-in never waits for Kinesis"],
    },
  },
  build({ buffer, added, whenFull, change }, { kinesisWorks }) {
    const room = variable(range(buffer, buffer + added), buffer);
    const web = one(WebServers, { vars: { buffered: range(0, buffer + added) } });
    const operators = one(Operators);
    const isAway = () => !kinesisWorks();
    const isFull = () => web.buffered === room.value;
    const waits = () => whenFull === "wait" && !operators.is("done");
    return system({
      parts: { web, operators, room },
      rules: {
        web: {
          ...buffersWhileAway(isAway, () => room.value),
          drop: { when: () => isAway() && isFull() && !waits() },
          block: { when: () => isAway() && isFull() && waits() },
          unblock: { when: () => !isFull() || !waits() },
        },
        operators: {
          notice: { when: () => web.is("blocked") },
          finish: { when: () => change },
        },
        room: {
          "add capacity": {
            when: (r) => operators.is("at work") && r.value < buffer + added,
            then: (r) => {
              r.value = buffer + added;
            },
          },
        },
      },
      properties: {
        "a sign-in never waits for Kinesis": always(() => web.is("working")),
        "no sign-in waits again once there is more capacity": always(
          () => web.is("working") || web.buffered < buffer + added,
        ),
        "sign-ins can be answered again while Kinesis is away": recovers(() => web.is("working"), {
          once: isAway,
          assuming: isAway,
        }),
        "records reach Kinesis after an outage": recovers(() => web.buffered === 0),
        "a record can be buffered": reachable(() => web.buffered > 0),
      },
      provides: { answers: () => web.is("working") },
    });
  },
});
