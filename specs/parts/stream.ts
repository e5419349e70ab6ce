// A service that takes records, as its clients see it.
import { oneOf, t } from "fleetcheck";

/** It takes all records, only some of them, or none. */
export const Stream = [
  t("up", "fail", "down"),
  t("down", "recover partly", "degraded"),
  t("degraded", "recover", "up"),
  t("degraded", "fail", "down"),
] as const;

/** How it is, for those who are told from outside. */
export const health = oneOf("up", "degraded", "down");
