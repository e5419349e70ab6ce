// People who see that something is wrong, and do something about it, in their own time.
import { t } from "fleetcheck";

/** They notice, work, and are done. */
export const Operating = [t("watching", "notice", "at work"), t("at work", "finish", "done")] as const;
