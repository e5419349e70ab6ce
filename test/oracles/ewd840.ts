// Termination detection on a ring: a token goes round backwards and comes home white only where all have stopped.
// Every colouring, every activity and every place of the token is a start.
// Source: Dijkstra, EWD840; EWD840.tla in tlaplus/Examples.
import {
  always,
  type Domain,
  machine,
  oneOf,
  ordered,
  range,
  reachable,
  record,
  spec,
  system,
  t,
  variable,
} from "fleetcheck";

/** A node works, wakes others by its messages, and passes the token on. */
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

const Colour: Domain<string> = oneOf("white", "black");

export default spec({
  name: "EWD840",
  params: { nodes: 3 },
  build({ nodes: size }) {
    const nodes = ordered(Node, size, {
      vars: { colour: Colour },
      start: [{ members: size, state: ["active", "idle"], colour: ["white", "black"] }],
    });
    const token = variable(
      record({ at: range(0, size - 1), colour: Colour }),
      Array.from({ length: size }, (_, at) => ({ at, colour: "black" })),
    );
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
            when: (node) =>
              node.index === 0 && token.value.at === 0 && (token.value.colour === "black" || node.colour === "black"),
            then: (node) => {
              token.value = { at: size - 1, colour: "white" };
              node.colour = "white";
            },
          },
          passToken: {
            when: (node) =>
              node.index > 0 &&
              token.value.at === node.index &&
              (node.is("idle") || node.colour === "black" || token.value.colour === "black"),
            then: (node) => {
              const colour = node.colour === "black" ? "black" : token.value.colour;
              token.value = { at: node.index - 1, colour };
              node.colour = "white";
            },
          },
        },
      },
      terminal: detected,
      properties: {
        "what is detected is true": always(() => !detected() || nodes.in("idle") === nodes.size),
        "termination can be detected": reachable(detected),
      },
    });
  },
});
