// How AWS tells its customers of an incident: the public Service Health Dashboard, and the Personal Health Dashboard.
//
// The tool for the public dashboard lets its operators in through Cognito. A backup tool needs next to nothing, but
// more handwork: operators who are not used to it take longer. Those affected can be told on their personal
// dashboards, and a banner on the public one says in a sentence that something is wrong; either takes an hour.
// Practice flips the claim: status is due within an hour, and operators who need 2 with the backup tool are late.
// Left out: what is said of each service, and corrections.
// Source: AWS's public summary of the event, paragraph 11. It says "delays", and no figures: the hours are ours.
import { always, flag, machine, one, range, reachable, recovers, spec, system, t, variable } from "fleetcheck";

/** The public dashboard. */
export const PublicDashboard = machine("public dashboard", "silent", [
  t("silent", "post", "posted"),
  t("silent", "draft", "drafted by hand"),
  t("drafted by hand", "draft", "drafted by hand"),
  t("drafted by hand", "post", "posted"),
  t("drafted by hand", "clear", "silent"),
  t("posted", "clear", "silent"),
]);

/** What says less, and sooner: personal dashboards, and the banner. */
export const Notice = machine("notice", "silent", [t("silent", "post", "posted"), t("posted", "clear", "silent")]);

export default spec({
  name: "status dashboards",
  given: { incident: flag(), cognitoAnswers: flag() },
  params: {
    due: 1, // hours
    backupTool: true,
    byHand: 2, // hours that operators need with the backup tool
    toldPersonally: true,
    bannerUsed: true,
  },
  scenarios: {
    "25 November 2020": { expect: { "the public dashboard tells of an incident in time": "violated" } },
    "25 November 2020, had there been no backup tool": {
      with: { backupTool: false },
      expect: {
        "the public dashboard tells of an incident in time": "violated",
        "the public dashboard tells in the end, without Cognito": "violated",
      },
    },
    "25 November 2020, had there been no other ways": {
      with: { toldPersonally: false, bannerUsed: false },
      expect: {
        "the public dashboard tells of an incident in time": "violated",
        "those affected are told in time": "violated",
        "everybody can see in time that something is wrong": "violated",
      },
    },
    "operators trained on the backup tool": { with: { byHand: 1, toldPersonally: false, bannerUsed: false } },
  },
  sweeps: {
    "practice with the backup tool": {
      over: { byHand: range(1, 4) },
      scenario: "operators trained on the backup tool",
      properties: ["the public dashboard tells of an incident in time"],
    },
  },
  build({ due, backupTool, byHand, toldPersonally, bannerUsed }, { incident, cognitoAnswers }) {
    const dashboard = one(PublicDashboard, { vars: { drafted: range(0, byHand) } });
    const personalDashboards = one(Notice);
    const banner = one(Notice);
    const hours = variable(range(0, due + 1)); // of an incident
    const told = (...ways: { is(state: "posted"): boolean }[]) =>
      !incident() || hours.value <= due || ways.some((way) => way.is("posted"));
    const isLockedOut = () => incident() && !cognitoAnswers();
    return system({
      parts: { dashboard, personalDashboards, banner, hours },
      rules: {
        dashboard: {
          post: { when: (d) => incident() && (cognitoAnswers() || d.drafted === byHand), atOnce: true },
          draft: {
            when: (d) => incident() && backupTool && d.drafted < byHand,
            then: (d) => {
              d.drafted += 1;
            },
            together: true,
          },
          clear: {
            then: (d) => {
              d.drafted = 0;
            },
            onlyWhenCalled: true,
          },
        },
        personalDashboards: {
          post: { when: () => incident() && toldPersonally, together: true },
          clear: { onlyWhenCalled: true },
        },
        banner: {
          post: { when: () => incident() && bannerUsed, together: true },
          clear: { onlyWhenCalled: true },
        },
      },
      world: {
        "all clear": {
          when: () => !incident() && hours.value > 0,
          then: () => {
            hours.value = 0;
            for (const way of [dashboard, personalDashboards, banner]) {
              if (way.can("clear")) way.dispatch("clear");
            }
          },
          atOnce: true,
        },
      },
      clock: {
        tick: "1 hour",
        then: () => {
          if (incident()) hours.value = Math.min(hours.value + 1, due + 1);
        },
      },
      properties: {
        "the public dashboard tells of an incident in time": always(() => told(dashboard)),
        "those affected are told in time": always(() => told(dashboard, personalDashboards)),
        "everybody can see in time that something is wrong": always(() => told(dashboard, banner)),
        "the public dashboard tells in the end, without Cognito": recovers(() => dashboard.is("posted"), {
          once: isLockedOut,
          assuming: isLockedOut,
        }),
        "the tool is enough where Cognito answers": reachable(() => dashboard.is("posted") && dashboard.drafted === 0),
      },
      provides: { tells: () => told(dashboard) },
    });
  },
});
