// The alternating bit protocol over channels that lose: a message is sent until its bit is acknowledged. It gets through where
// not everything is lost for ever, which is strong fairness to what receives: it can happen only again and again.
// Source: Bartlett, Scantlebury and Wilkinson, A note on reliable full-duplex transmission over half-duplex links (1969).
import { always, channel, infinitelyOften, oneOf, range, spec, system, variable } from "fleetcheck";

export default spec({
  name: "alternating bit",
  params: { strength: oneOf("strong", "weak"), lossy: true },
  scenarios: {
    "not all is lost": {},
    "all may be lost": {
      with: { strength: "weak" },
      expect: { "messages arrive for ever": "violated", "the sender goes on for ever": "violated" },
    },
    "nothing is lost": { with: { strength: "weak", lossy: false } },
  },
  build({ strength, lossy }) {
    const bit = range(0, 1);
    const sent = variable(bit);
    const received = variable(bit, 1);
    const there = channel(bit, { capacity: 1, lossy });
    const back = channel(bit, { capacity: 1, lossy });
    return system({
      parts: { sent, received, there, back },
      rules: {
        sent: { send: { fair: "weak", when: () => !there.full, then: (s) => there.send(s.value) } },
        received: { acknowledge: { fair: "weak", when: () => !back.full, then: (r) => back.send(r.value) } },
        there: {
          deliver: {
            fair: strength,
            when: (c) => c.length > 0,
            then: (c) => void (received.value = c.receive()),
          },
        },
        back: {
          hear: {
            fair: strength,
            when: (c) => c.length > 0,
            then: (c) => {
              if (c.receive() === sent.value) sent.value = 1 - sent.value;
            },
          },
        },
      },
      properties: {
        "the receiver is not ahead": always(() => there.length <= 1 && back.length <= 1),
        "messages arrive for ever": infinitelyOften(() => received.value === 0 && sent.value === 0),
        "the sender goes on for ever": infinitelyOften(() => sent.value === 1),
      },
    });
  },
});
