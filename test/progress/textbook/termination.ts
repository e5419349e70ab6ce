// Termination detection on a ring, and that it comes about: where the token is passed on, and probes are started, and all have
// stopped, it is found out. Source: Dijkstra, EWD840; the liveness of EWD840.tla in tlaplus/Examples.
import { always, leadsTo, machine, oneOf, ordered, range, record, spec, system, t, variable } from "fleetcheck";

const Node = machine("node", "active", [
  t("active", "send", "active"),
  t("active", "finish", "idle"),
  t("active", "wake", "active"),
  t("idle", "wake", "active"),
  t("active", "startProbe", "active"),
  t("idle", "startProbe", "idle"),
  t("active", "passToken", "active"),
  t("idle", "passToken", "idle"),
]);

const Colour = oneOf("white", "black");

export default spec({
  name: "EWD840, that it detects",
  params: { nodes: 3, passed: true },
  scenarios: {
    "the token is passed on": { expect: { "all come to rest": "violated" } },
    "the token may stay": {
      with: { passed: false },
      expect: { "termination is detected": "violated", "all come to rest": "violated" },
    },
  },
  build({ nodes: size, passed }) {
    const nodes = ordered(Node, size, { vars: { colour: Colour } });
    const token = variable(record({ at: range(0, size - 1), colour: Colour }), { at: 0, colour: "black" });
    const timing = passed ? ({ fair: "weak" } as const) : {};
    const isOver = () => nodes.in("idle") === size;
    const detected = () =>
      token.value.at === 0 &&
      token.value.colour === "white" &&
      nodes.at(0).colour === "white" &&
      nodes.at(0).is("idle");
    return system({
      parts: { nodes, token },
      rules: {
        nodes: {
          send: nodes.choosing(
            { to: nodes },
            {
              when: (node, { to }) => to !== node,
              then: (node, { to }) => {
                to.dispatch("wake");
                if (to.index > node.index) node.colour = "black";
              },
            },
          ),
          wake: { onlyWhenCalled: true },
          startProbe: {
            ...timing,
            when: (node) =>
              node.index === 0 && token.value.at === 0 && (token.value.colour === "black" || node.colour === "black"),
            then: (node) => {
              token.value = { at: size - 1, colour: "white" };
              node.colour = "white";
            },
          },
          passToken: {
            ...timing,
            when: (node) =>
              node.index > 0 && token.value.at === node.index && (node.is("idle") || node.colour === "black"),
            then: (node) => {
              const colour = node.colour === "black" ? "black" : token.value.colour;
              token.value = { at: node.index - 1, colour };
              node.colour = "white";
            },
          },
        },
      },
      world: { "time goes by": {} },
      properties: {
        "what is detected is true": always(() => !detected() || isOver()),
        "termination is detected": leadsTo(isOver, detected),
        "all come to rest": leadsTo(() => true, isOver),
      },
    });
  },
});
