// Clients of a service that may be away: what it does not take they keep in a buffer.
import { t } from "fleetcheck";

/** A client that goes on working when its buffer is full: what does not fit is lost. */
export const Buffering = [
  t("working", "buffer", "working"),
  t("working", "drop", "working"),
  t("working", "deliver", "working"),
] as const;

/** A client that its buffer can block. */
export const Blocking = [
  ...Buffering,
  t("working", "block", "blocked"),
  t("blocked", "deliver", "blocked"),
  t("blocked", "unblock", "working"),
] as const;

interface Client {
  buffered: number;
}

/** While the service is away, a client buffers as long as there is room; it delivers once the service is back. */
export const buffersWhileAway = (isAway: () => boolean, room: () => number) => ({
  buffer: {
    when: (s: Readonly<Client>) => isAway() && s.buffered < room(),
    then: (s: Client) => {
      s.buffered += 1;
    },
  },
  drop: { when: (s: Readonly<Client>) => isAway() && s.buffered >= room() },
  deliver: {
    when: (s: Readonly<Client>) => !isAway() && s.buffered > 0,
    then: (s: Client) => {
      s.buffered -= 1;
    },
  },
});
