import { together, type Variables } from "./variables";

/** The daemon, and new signatures every hour (kdcube reference §1.1). */
export const clamavVariables: Variables = together({ environment: { CLAMD_START: "1", FRESHCLAM_CHECKS: "24" } });
