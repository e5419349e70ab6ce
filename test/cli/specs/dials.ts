// Two dials: 8 × 10,597 states, of which 8 are left where the fine one does not move.
import { always, range, spec, system, variable } from "fleetcheck";

const FINE_MOVES = 10_596;

export default spec({
  name: "dials",
  params: { coarseMoves: 7 },
  scenarios: { "as built": {}, narrow: { with: { coarseMoves: 1 } } },
  build({ coarseMoves }) {
    const coarse = variable(range(0, coarseMoves));
    const fine = variable(range(0, 10_596));
    return system({
      parts: { coarse, fine },
      rules: {
        coarse: {
          turn: {
            when: () => coarse.value < coarseMoves,
            then: () => {
              coarse.value += 1;
            },
          },
        },
        fine: {
          turn: {
            when: () => fine.value < FINE_MOVES,
            then: () => {
              fine.value += 1;
            },
          },
        },
      },
      terminal: "anywhere",
      properties: { "the dials are not both at their end": always(() => coarse.value + fine.value < 20_000) },
    });
  },
});
