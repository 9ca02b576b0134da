import type { Kdcube } from "../input";
import { postgres } from "./shared";
import { together, type Variables } from "./variables";

/** .env.postgres.setup: it makes the schemas of this tenant and project (kdcube reference §3.5). */
export const setupVariables = ({ settings }: Kdcube): Variables =>
  together(postgres, {
    environment: {
      TENANT_ID: settings.tenant,
      PROJECT_ID: settings.project,
      // A migration takes as long as it takes; the services keep their limit.
      POSTGRES_STATEMENT_TIMEOUT_MS: 0,
      ...(settings.admin
        ? {
            ADMIN_USER_ID: settings.admin.id,
            ADMIN_USER_EMAIL: settings.admin.email,
            ADMIN_USER_NAME: settings.admin.name,
          }
        : {}),
    },
  });
