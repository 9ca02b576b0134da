import type { Check } from "./check";
import { adoptAWholeNetwork, holdEveryTier } from "./adopt-a-whole-network";
import { adoptKnownSecrets } from "./adopt-known-secrets";
import { adoptTheWholeDoor } from "./adopt-the-whole-door";
import { adoptWhatFits } from "./adopt-what-fits";
import { answerEveryRoute } from "./answer-every-route";
import { bearConnections } from "./bear-connections";
import { buildOnDevenv } from "./build-on-devenv";
import { closeFromTheFront } from "./close-from-the-front";
import { copyElsewhere } from "./copy-elsewhere";
import { drainStreams } from "./drain-streams";
import { fillBucketsWhereBuilt } from "./fill-buckets-where-built";
import { fitFargate } from "./fit-fargate";
import { fixEveryVersion } from "./fix-every-version";
import { guardByProxy } from "./guard-by-proxy";
import { keepForWeeks } from "./keep-for-weeks";
import { keepSecretsWhereRead } from "./keep-secrets-where-read";
import { keepTheFirewall } from "./keep-the-firewall";
import { leaveByAWayOut, reachAwsItself } from "./leave-by-a-way-out";
import { migrateFromAHost } from "./migrate-from-a-host";
import { migrateWithRules } from "./migrate-with-rules";
import { mountApart } from "./mount-apart";
import { mountWhatEcsHas } from "./mount-what-ecs-has";
import { nameACertificate } from "./name-a-certificate";
import { nameTheProxy } from "./name-the-proxy";
import { nameThingsOnce } from "./name-things-once";
import { needNoCircle } from "./need-no-circle";
import { needWhatCanBe } from "./need-what-can-be";
import { needWhatExists } from "./need-what-exists";
import { orderRoutesOnce } from "./order-routes-once";
import { outlastStreams } from "./outlast-streams";
import { outlastTurns } from "./outlast-turns";
import { reachEveryRoute } from "./reach-every-route";
import { reachStorageFromBoth } from "./reach-storage-from-both";
import { reachStoresFromProcesses } from "./reach-stores-from-processes";
import { recoverInTime } from "./recover-in-time";
import { referToImages } from "./refer-to-images";
import { referToOwnMounts } from "./refer-to-own-mounts";
import { referToSecrets } from "./refer-to-secrets";
import { referToServices } from "./refer-to-services";
import { referToStores } from "./refer-to-stores";
import { referToTasks } from "./refer-to-tasks";
import { renewKnownSecrets } from "./renew-known-secrets";
import { restoreWhatCanBe } from "./restore-what-can-be";
import { rewriteWhereBuilt } from "./rewrite-where-built";
import { runJobsInTasks } from "./run-jobs-in-tasks";
import { sayHowOnDevenv } from "./say-how-on-devenv";
import { sayWhereOnAws } from "./say-where-on-aws";
import { sayWhatIsUnused } from "./say-what-is-unused";
import { scaleBothWays, scaleOnce, scaleWithRoom } from "./scale-both-ways";
import { scaleByKnownMetrics } from "./scale-by-known-metrics";
import { scaleWithinBounds } from "./scale-within-bounds";
import { scrapeOnEcs, scrapeWhatIsThere } from "./scrape-what-is-there";
import { seeOneDirectory } from "./see-one-directory";
import { setVariablesOnce } from "./set-variables-once";
import { shareNoHostPort } from "./share-no-host-port";
import { shareProductionState } from "./share-production-state";
import { sizeKnownStores } from "./size-known-stores";
import { leaveClients, leaveConnections, spareConnections } from "./spare-connections";
import { spareTheNetworksNames } from "./spare-the-networks-names";
import { stateRecovery } from "./state-recovery";
import { stopInTime } from "./stop-in-time";
import { storeFilesOnDevenv } from "./store-files-on-devenv";
import { alarmKnownClasses, tellSomebody } from "./tell-somebody";
import { useBuiltCapacity } from "./use-built-capacity";
import { interruptWhatMayBe } from "./interrupt-what-may-be";
import { keepJobsFirst, keepStartOrder } from "./keep-start-order";
import { useInstancesWell } from "./use-instances-well";

/** Every rule, by number. A number is never given twice, nor again when its rule is gone. */
export const CHECKS: readonly Check[] = [
  referToServices,
  referToStores,
  referToSecrets,
  referToImages,
  referToTasks,
  needWhatExists,
  needNoCircle,
  needWhatCanBe,
  shareNoHostPort,
  orderRoutesOnce,
  reachEveryRoute,
  answerEveryRoute,
  fitFargate,
  stopInTime,
  scaleWithinBounds,
  useBuiltCapacity,
  nameACertificate,
  sayWhereOnAws,
  sayHowOnDevenv,
  nameTheProxy,
  guardByProxy,
  fixEveryVersion,
  shareProductionState,
  mountWhatEcsHas,
  reachStorageFromBoth,
  leaveConnections,
  spareConnections,
  drainStreams,
  migrateWithRules,
  nameThingsOnce,
  mountApart,
  setVariablesOnce,
  migrateFromAHost,
  sizeKnownStores,
  renewKnownSecrets,
  referToOwnMounts,
  rewriteWhereBuilt,
  scaleByKnownMetrics,
  runJobsInTasks,
  storeFilesOnDevenv,
  sayWhatIsUnused,
  seeOneDirectory,
  buildOnDevenv,
  reachStoresFromProcesses,
  outlastStreams,
  leaveByAWayOut,
  reachAwsItself,
  adoptAWholeNetwork,
  spareTheNetworksNames,
  holdEveryTier,
  outlastTurns,
  closeFromTheFront,
  keepTheFirewall,
  adoptTheWholeDoor,
  fillBucketsWhereBuilt,
  stateRecovery,
  recoverInTime,
  keepForWeeks,
  restoreWhatCanBe,
  adoptWhatFits,
  adoptKnownSecrets,
  keepSecretsWhereRead,
  copyElsewhere,
  interruptWhatMayBe,
  useInstancesWell,
  leaveClients,
  bearConnections,
  keepStartOrder,
  keepJobsFirst,
  scaleBothWays,
  scaleOnce,
  scaleWithRoom,
  tellSomebody,
  alarmKnownClasses,
  scrapeWhatIsThere,
  scrapeOnEcs,
];
