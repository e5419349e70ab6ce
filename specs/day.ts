// The day itself, 25 November 2020, as the account tells it (times are Pacific), fitted to the region's spec; and days that
// did not happen, which must not fit.
//
// An entry says that something happens, that something is seen, or what has held since the entry before. What the account
// does not say stays free. Times at which something was over by degrees ("from noon onward") are no entries.
// Source: AWS's public summary of the event.
import { timeline } from "fleetcheck";
import region from "./region.ts";

const before = [
  {
    time: "02:44",
    system: "Kinesis",
    what: "capacity is added to the front end",
    does: "streams.frontEnd.addCapacity",
  },
  {
    time: "03:47",
    system: "Kinesis",
    what: "the addition is done, and nothing has been noticed",
    sees: ({ streams }: { streams: { provides: { works(): boolean } } }) => streams.provides.works(),
  },
] as const;

export const day = timeline(region, {
  name: "25 November 2020",
  entries: [
    ...before,
    {
      time: "05:15",
      system: "Kinesis",
      what: "servers cannot route: the first alarms",
      sees: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "05:15",
      system: "CloudWatch",
      what: "takes hardly any metrics; alarms are left without data",
      sees: ({ metrics }) => !metrics.provides.takesMetrics() && metrics.parts.alarm.is("INSUFFICIENT_DATA"),
    },
    {
      time: "06:15",
      system: "Lambda",
      what: "buffered metrics contend with invocations for memory",
      sees: ({ functions }) => !functions.provides.invokes(),
      since: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "07:01",
      system: "Cognito",
      what: "sign-ins fail, in spite of added capacity",
      sees: ({ signIns }) => !signIns.provides.answers(),
      since: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "07:51",
      system: "status",
      what: "the public dashboard is behind: its tool needs Cognito",
      sees: ({ status, signIns }) => !status.provides.tells() && !signIns.provides.answers(),
      since: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "09:39",
      system: "Kinesis",
      what: "the added capacity is gone, and servers still cannot route",
      does: "streams.frontEnd.removeCapacity",
      since: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "10:07",
      system: "Kinesis",
      what: "servers are restarted, and the first of them take traffic",
      does: "streams.frontEnd.restart",
      since: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "16:15",
      system: "ECS and EKS",
      what: "new events are delivered; most workflows are well again",
      sees: ({ streams, clusters }) => streams.provides.health() === "degraded" && clusters.provides.works(),
    },
    {
      time: "22:23",
      system: "Kinesis",
      what: "all is as it was before",
      does: "streams.frontEnd.serve",
    },
    {
      time: "22:31",
      system: "CloudWatch",
      what: "alarms have data again",
      sees: ({ metrics }) => metrics.parts.alarm.is("OK"),
      since: ({ streams }) => streams.provides.works(),
    },
  ],
});

export const healedByRemoval = timeline(region, {
  name: "had it healed when the capacity was removed",
  refusedAt: "10:07",
  logged: ["streams.frontEnd.restart", "streams.frontEnd.serve"],
  entries: [
    ...before,
    {
      time: "05:15",
      system: "Kinesis",
      what: "servers cannot route",
      sees: ({ streams }) => !streams.provides.works(),
    },
    { time: "09:39", system: "Kinesis", what: "the capacity is removed", does: "streams.frontEnd.removeCapacity" },
    {
      time: "10:07",
      system: "Kinesis",
      what: "and it serves, though nothing was restarted",
      sees: ({ streams }) => streams.provides.works(),
    },
  ],
});

export const alarmsThroughout = timeline(region, {
  name: "had alarms kept their data without Kinesis",
  refusedAt: "08:15",
  entries: [
    ...before,
    {
      time: "05:15",
      system: "Kinesis",
      what: "servers cannot route",
      sees: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "06:15",
      system: "status",
      what: "an hour later",
      does: "tick",
      since: ({ streams }) => !streams.provides.works(),
    },
    {
      time: "08:15",
      system: "CloudWatch",
      what: "alarms have data",
      sees: ({ metrics }) => metrics.parts.alarm.is("OK"),
      since: ({ streams }) => !streams.provides.works(),
    },
  ],
});

export const statusInTime = timeline(region, {
  name: "had status been told in time while sign-ins failed, with unpractised hands",
  refusedAt: "06:15",
  entries: [
    ...before,
    {
      time: "05:15",
      system: "Cognito",
      what: "sign-ins fail at once",
      sees: ({ streams, signIns, status }) =>
        !streams.provides.works() && !signIns.provides.answers() && status.parts.dashboard.is("silent"),
    },
    {
      time: "06:15",
      system: "status",
      what: "an hour later the dashboard is posted",
      sees: ({ status }) => status.parts.dashboard.is("posted") && status.parts.hours.value <= 1,
      since: ({ signIns }) => !signIns.provides.answers(),
    },
  ],
});
