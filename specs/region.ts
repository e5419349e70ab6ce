// The region on 25 November 2020: Kinesis, and the services that depend on it, each as its own spec has it, at the smallest
// size that shows its fault; given are only the ways in which they depend on each other.
//
// Kinesis is seen from outside: capacity is added to its front end, the fleet exceeds a limit, and nothing but a restart
// brings it back, when the capacity has been removed. Cognito and CloudWatch read Kinesis, AutoScaling and Lambda read
// CloudWatch, EventBridge reads Kinesis, ECS and EKS read EventBridge, and who tells customers of it reads Cognito. The
// alarm on threads that the account names as a remedy reads CloudWatch: as long as that reads the same Kinesis, the two
// depend on each other, and what shall keep Kinesis well is blind when it is not. A front end of its own for CloudWatch,
// another remedy of the account, breaks that circle.
// `stops` lets one service stop by itself, for as long as it likes: the sweep says which promises to customers fall then.
// Left out: what single specs leave out, and personal dashboards and the banner. Sizes are the smallest ones that show each
// fault, so that some of what single specs can do is out of reach here. Kinesis and Lambda take no time here, so that much
// can happen within one hour: "no zero-time cycle" says so.
// Source: AWS's public summary of the event. That the alarm reads CloudWatch is our reading.
import { always, flag, include, machine, one, oneOf, reachable, recovers, spec, system, t, variable } from "fleetcheck";
import autoScaling from "./auto-scaling.ts";
import cloudWatch from "./cloudwatch.ts";
import cognito from "./cognito.ts";
import containers from "./containers.ts";
import eventBridge from "./event-bridge.ts";
import lambda from "./lambda.ts";
import statusDashboards from "./status-dashboards.ts";

/** The front end of Kinesis, as one: specs/front-end-bootstrap.ts and specs/fleet-restart.ts look inside. */
export const FrontEnd = machine("front end", "serving", [
  t("serving", "addCapacity", "larger"),
  t("larger", "removeCapacity", "serving"),
  t("larger", "exceedThreads", "useless"),
  t("useless", "removeCapacity", "as large as before"),
  t("as large as before", "restart", "restarting"),
  t("restarting", "serve", "serving"),
]);

/** Kinesis, as the region sees it. */
export const kinesis = spec({
  name: "Kinesis",
  given: { alarmWorks: flag() },
  params: {
    grows: true, // capacity is added
    threadAlarm: false, // capacity is added only while an alarm on threads works, which halts the addition
  },
  scenarios: {
    "25 November 2020": { expect: { "records are taken": "violated" } },
    "an alarm on threads": { with: { threadAlarm: true } },
  },
  build({ grows, threadAlarm }, { alarmWorks }) {
    const frontEnd = one(FrontEnd);
    return system({
      parts: { frontEnd },
      rules: {
        frontEnd: {
          addCapacity: { when: () => grows && (!threadAlarm || alarmWorks()) },
          exceedThreads: { when: () => !threadAlarm },
        },
      },
      properties: {
        "records are taken": always(() => frontEnd.is("serving", "larger")),
        "records are taken again": recovers(() => frontEnd.is("serving")),
        "capacity can be added": reachable(() => frontEnd.is("larger")),
      },
      provides: {
        works: () => frontEnd.is("serving", "larger"),
        health: () => (frontEnd.is("serving", "larger") ? "up" : frontEnd.is("restarting") ? "degraded" : "down"),
      },
    });
  },
});

export default spec({
  name: "the region",
  params: {
    grows: true, // capacity is added to the front end of Kinesis
    mended: false, // all remedies of the account, but the front end for CloudWatch
    ownFrontEnd: false, // CloudWatch has a front end of Kinesis of its own
    stops: oneOf("none", "Kinesis", "Cognito", "CloudWatch", "EventBridge"),
  },
  scenarios: {
    "25 November 2020": {
      expect: {
        "records are taken": "violated",
        "sign-ins are answered": "violated",
        "metrics are taken": "violated",
        "functions run": "violated",
        "events are delivered at once": "violated",
        "clusters are ready in time": "violated",
        "status is told in time": "violated",
        "streams.records are taken": "violated",
        "metrics.alarms have data": "violated",
        "signIns.a sign-in never waits for Kinesis": "violated",
        "signIns.no sign-in waits again once there is more capacity": "violated",
        "signIns.sign-ins can be answered again while Kinesis is away": "violated",
        "signIns.a record can be buffered": "unreached",
        "functions.metrics never starve an invocation of memory": "violated",
        "functions.invocations find memory again while CloudWatch is away": "violated",
        "scaling.a group can grow to its largest": "unreached",
        "events.events are delivered at once": "violated",
        "status.the public dashboard tells of an incident in time": "violated",
        "status.those affected are told in time": "violated",
        "status.everybody can see in time that something is wrong": "violated",
        "no zero-time cycle": "violated",
      },
    },
    "all remedies": {
      with: { mended: true, ownFrontEnd: true },
      expect: {
        "metrics.processing can be in arrears": "unreached",
        "signIns.a record can be buffered": "unreached",
        "scaling.a group can grow to its largest": "unreached",
        "events.there can be a backlog while new events are delivered": "unreached",
        "status.the tool is enough where Cognito answers": "unreached",
        "no zero-time cycle": "violated",
      },
    },
    "all remedies, and Kinesis stops all the same": {
      with: { mended: true, ownFrontEnd: true, stops: "Kinesis" },
      expect: {
        "records are taken": "violated",
        "events are delivered at once": "violated",
        "clusters are ready in time": "violated",
        "events.events are delivered at once": "violated",
        "metrics.processing can be in arrears": "unreached",
        "signIns.a record can be buffered": "unreached",
        "scaling.a group can grow to its largest": "unreached",
        "events.there can be a backlog while new events are delivered": "unreached",
        "no zero-time cycle": "violated",
      },
    },
    "a day without added capacity": {
      with: { grows: false },
      expect: {
        "metrics.processing can be in arrears": "unreached",
        "signIns.a record can be buffered": "unreached",
        "scaling.a group can grow to its largest": "unreached",
        "events.there can be a backlog while new events are delivered": "unreached",
        "status.the tool is enough where Cognito answers": "unreached",
        "streams.capacity can be added": "unreached",
        "no zero-time cycle": "violated",
      },
    },
  },
  sweeps: {
    "which promises fall when one service stops, as it was": {
      over: { stops: ["Kinesis", "Cognito", "CloudWatch", "EventBridge"] },
      scenario: "a day without added capacity",
      properties: [
        "records are taken",
        "sign-ins are answered",
        "metrics are taken",
        "functions run",
        "groups scale",
        "events are delivered at once",
        "clusters are ready in time",
        "status is told in time",
      ],
    },
    "which promises fall when one service stops, with all remedies": {
      over: { stops: ["Kinesis", "Cognito", "CloudWatch", "EventBridge"] },
      scenario: "all remedies",
      properties: [
        "records are taken",
        "sign-ins are answered",
        "metrics are taken",
        "functions run",
        "groups scale",
        "events are delivered at once",
        "clusters are ready in time",
        "status is told in time",
      ],
    },
  },
  build({ grows, mended, ownFrontEnd, stops }) {
    const service = variable(oneOf("running", "stopped"));
    const runs = (name: typeof stops) => name !== stops || service.value === "running";
    const kinesisWorks = () => runs("Kinesis") && streams.provides.works();
    const metricsTaken = (): boolean => runs("CloudWatch") && metrics.provides.takesMetrics();
    const streams = include(kinesis, { with: { grows, threadAlarm: mended }, given: { alarmWorks: metricsTaken } });
    const metrics = include(cloudWatch, {
      with: { outage: 0, clientBuffer: 0, store: mended ? 1 : 0 },
      given: { kinesisWorks: () => ownFrontEnd || kinesisWorks() },
    });
    const signIns = include(cognito, {
      with: { buffer: 0, whenFull: mended ? "drop" : "wait" },
      given: { kinesisWorks },
    });
    const functions = include(lambda, {
      with: { memory: 1, busiest: 1, bound: mended ? 0 : 1 },
      given: { metricsTaken },
    });
    const scaling = include(autoScaling, {
      with: { localStore: mended },
      given: { load: () => 1, metricsProcessed: () => runs("CloudWatch") && metrics.provides.processesMetrics() },
    });
    const events = include(eventBridge, {
      with: { outage: 0, room: 1 },
      given: { kinesis: () => (runs("Kinesis") ? streams.provides.health() : "down") },
    });
    const clusters = include(containers, {
      with: { outage: 0, bound: 1 },
      given: { eventsDelivered: () => runs("EventBridge") && events.provides.delivers() },
    });
    const status = include(statusDashboards, {
      with: { byHand: mended ? 1 : 2, toldPersonally: false, bannerUsed: false },
      given: { incident: () => !kinesisWorks(), cognitoAnswers: () => runs("Cognito") && signIns.provides.answers() },
    });
    return system({
      parts: { streams, metrics, signIns, functions, scaling, events, clusters, status, service },
      rules: {
        service: {
          stop: { when: (s) => stops !== "none" && s.value === "running", then: (s) => void (s.value = "stopped") },
          start: { when: (s) => s.value === "stopped", then: (s) => void (s.value = "running") },
        },
      },
      properties: {
        "records are taken": always(kinesisWorks),
        "sign-ins are answered": always(() => runs("Cognito") && signIns.provides.answers()),
        "metrics are taken": always(metricsTaken),
        "functions run": always(() => functions.provides.invokes()),
        "groups scale": always(() => scaling.provides.scales()),
        "events are delivered at once": always(() => runs("EventBridge") && events.provides.delivers()),
        "clusters are ready in time": always(() => clusters.provides.works()),
        "status is told in time": always(() => status.provides.tells()),
      },
    });
  },
});
