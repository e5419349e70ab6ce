// Two jugs of three and five gallons, a tap, and four gallons to be measured.
// Source: DieHard.tla in tlaplus/Examples, after the film.
import { range, reachable, spec, system, variable } from "fleetcheck";

export default spec({
  name: "die hard",
  params: { small: 3, big: 5, goal: 4 },
  build({ small, big, goal }) {
    const smallJug = variable(range(0, small));
    const bigJug = variable(range(0, big));
    return system({
      parts: { smallJug, bigJug },
      rules: {
        smallJug: {
          fill: {
            then: (jug) => {
              jug.value = small;
            },
          },
          empty: {
            then: (jug) => {
              jug.value = 0;
            },
          },
        },
        bigJug: {
          fill: {
            then: (jug) => {
              jug.value = big;
            },
          },
          empty: {
            then: (jug) => {
              jug.value = 0;
            },
          },
        },
      },
      world: {
        "pour small into big": {
          then: () => {
            const poured = Math.min(smallJug.value, big - bigJug.value);
            smallJug.value -= poured;
            bigJug.value += poured;
          },
        },
        "pour big into small": {
          then: () => {
            const poured = Math.min(bigJug.value, small - smallJug.value);
            bigJug.value -= poured;
            smallJug.value += poured;
          },
        },
      },
      properties: { "the goal can be measured": reachable(() => bigJug.value === goal) },
    });
  },
});
