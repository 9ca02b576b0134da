import { service, type Service } from "../../../model/service";
import { clamavVariables } from "../environment/clamav";
import { PORTS } from "../ports";

/**
 * Looks at uploads for the ingress, in its task or on its host. Nothing is mounted: the image brings signatures and
 * refreshes them itself, and a volume shared by several would have several refreshing it.
 */
export const clamav: Service = service({
  image: "clamav",
  ports: { clamd: PORTS.clamav },
  // Signatures take minutes to load (kdcube reference §1.1 and check 98), and clamd listens only then. With --version
  // the tool gives its own where clamd is silent, and succeeds (ClamAV source, clamdscan).
  probe: { command: ["clamdscan", "--ping", "1"], timeoutSec: 10, retries: 10, startPeriodSec: 300 },
  size: { cpu: 512, memoryMiB: 3072 },
  alongside: "chat-ingress",
  writesRoot: "it refreshes the signatures that lie in its image, over what an empty volume would hide",
  ...clamavVariables,
});
