import { readTheGateway } from "./01-read-the-gateway";
import { shareOneGateway } from "./02-share-one-gateway";
import { nameOneTenant } from "./03-name-one-tenant";
import { chooseASlice } from "./04-choose-a-slice";
import { keepInsideTheSlices } from "./05-keep-inside-the-slices";
import { limitTheQueueWhereItGrows } from "./06-limit-the-queue-where-it-grows";
import { orderTheThresholds } from "./07-order-the-thresholds";
import { fitIntoPostgres } from "./10-fit-into-postgres";
import { fitIntoRedis } from "./11-fit-into-redis";
import { shareOneRedis } from "./18-share-one-redis";
import { encodeThePassword } from "./19-encode-the-password";
import { speakTlsToRedis } from "./20-speak-tls-to-redis";
import { keepRedisInOneShard } from "./21-keep-redis-in-one-shard";
import { evictNothing } from "./22-evict-nothing";
import { sayThePostgresPort } from "./23-say-the-postgres-port";
import { speakTlsToPostgres } from "./24-speak-tls-to-postgres";
import { haveTheExtensions } from "./25-have-the-extensions";
import { setUpFirst } from "./26-set-up-first";
import { reachTheDatabaseFromItsSetup } from "./28-reach-the-database-from-its-setup";
import { changeTheSamplePasswords } from "./29-change-the-sample-passwords";
import { sayTheProcessorPort } from "./31-say-the-processor-port";
import { sayTheExporterPort } from "./32-say-the-exporter-port";
import { sayTheLoginPort } from "./33-say-the-login-port";
import { passOnToWhatExists } from "./34-pass-on-to-what-exists";
import { registerEveryAddress } from "./35-register-every-address";
import { openWhatIsCalled } from "./36-open-what-is-called";
import { openOneDoor } from "./37-open-one-door";
import { lookNamesUpAgain } from "./40-look-names-up-again";
import { seeWhoAsks } from "./41-see-who-asks";
import { leaveNoPlaceholder } from "./42-leave-no-placeholder";
import { leaveNothingToEnvsubst } from "./43-leave-nothing-to-envsubst";
import { fitTheProxyImage } from "./44-fit-the-proxy-image";
import { startWithoutTheOthers } from "./45-start-without-the-others";
import { answerEveryApiPath } from "./46-answer-every-api-path";
import { streamUnbuffered } from "./47-stream-unbuffered";
import { upgradeSockets } from "./48-upgrade-sockets";
import { takeLargeBodies } from "./49-take-large-bodies";
import { outwaitATurn } from "./50-outwait-a-turn";
import { nameCookiesAlike } from "./54-name-cookies-alike";
import { declareLimits } from "./58-declare-limits";
import { answerToOneDomain } from "./60-answer-to-one-domain";
import { giveTheUiOneConfiguration } from "./62-give-the-ui-one-configuration";
import { tellTheUiHowToLogIn } from "./63-tell-the-ui-how-to-log-in";
import { nameCognitoAsTheLoginDoes } from "./67-name-cognito-as-the-login-does";
import { keepSessionsInRedis } from "./68-keep-sessions-in-redis";
import { logInUnderAuth } from "./72-log-in-under-auth";
import { shareOneStorage } from "./74-share-one-storage";
import { nameTheStorageAsTheHostDoes } from "./75-name-the-storage-as-the-host-does";
import { nameMountsAsTheHostDoes } from "./76-name-mounts-as-the-host-does";
import { leaveNothingToCompose } from "./77-leave-nothing-to-compose";
import { nameNoHostOnEcs } from "./78-name-no-host-on-ecs";
import { holdTheSocketWhereItIsUsed } from "./79-hold-the-socket-where-it-is-used";
import { haveTheImageThatRunsCode } from "./80-have-the-image-that-runs-code";
import { sayHowCodeRunsOnFargate } from "./81-say-how-code-runs-on-fargate";
import { letTheProcessorStartTasks } from "./82-let-the-processor-start-tasks";
import { letCodeReachWhatItNeeds } from "./83-let-code-reach-what-it-needs";
import { writeAsTheApplication } from "./86-write-as-the-application";
import { startTheProcessorAsRoot } from "./88-start-the-processor-as-root";
import { mountAccessPointsAtTheirRoot } from "./89-mount-access-points-at-their-root";
import { mountDirectories } from "./90-mount-directories";
import { letTasksMountFiles } from "./91-let-tasks-mount-files";
import { reachTheMetadata } from "./94-reach-the-metadata";
import { letTheBucketBeUsed } from "./95-let-the-bucket-be-used";
import { runClamavWhereItCan } from "./96-run-clamav-where-it-can";
import { reachClamav } from "./97-reach-clamav";
import { knowTheDefaultBundle } from "./99-know-the-default-bundle";
import { sayWhereBundlesAre } from "./100-say-where-bundles-are";
import { useTheLoaderSKeys } from "./101-use-the-loader-s-keys";
import { cloneWithAKey } from "./102-clone-with-a-key";
import { keepWhatIsThere } from "./103-keep-what-is-there";
import { pinBundles } from "./104-pin-bundles";
import { findTheDescriptor } from "./105-find-the-descriptor";
import { forceOnce } from "./106-force-once";
import { bakeBothOrNeither } from "./108-bake-both-or-neither";
import { cloneIntoWhatStays } from "./109-clone-into-what-stays";
import { watchWhatIsExported } from "./112-watch-what-is-exported";
import { watchTheRightDimensions } from "./113-watch-the-right-dimensions";
import { watchInTheRightUnit } from "./114-watch-in-the-right-unit";
import { exportAtAll } from "./115-export-at-all";
import { writeIntoOneNamespace } from "./116-write-into-one-namespace";
import { exportOnce } from "./117-export-once";
import { stopInTime } from "./122-stop-in-time";
import { probeWhatAnswers } from "./124-probe-what-answers";
import { probeWithWhatTheImageHas } from "./125-probe-with-what-the-image-has";
import { probeWithoutALogin } from "./130-probe-without-a-login";
import { keepSecretsOutOfVariables } from "./131-keep-secrets-out-of-variables";
import { letStartersOpenSecrets } from "./132-let-starters-open-secrets";
import { nameSecretsAsTheCodeDoes } from "./133-name-secrets-as-the-code-does";
import { handTextsOverUnchanged } from "./137-hand-texts-over-unchanged";
import { bringEveryEnvFile } from "./140-bring-every-env-file";
import { writeEnvFilesInFull } from "./142-write-env-files-in-full";
import { shareStateWhileMoving } from "./146-share-state-while-moving";
import { leaveTheDiskBeforeMoving } from "./147-leave-the-disk-before-moving";
import { exportInOnePlace } from "./149-export-in-one-place";
import { setUpInOnePlace } from "./150-set-up-in-one-place";
import type { Rule } from "./rule";

/** Every rule, by the number that it has in the platform's own list (kdcube reference §8). */
export const PREFLIGHT: readonly Rule[] = [
  readTheGateway,
  shareOneGateway,
  nameOneTenant,
  chooseASlice,
  keepInsideTheSlices,
  limitTheQueueWhereItGrows,
  orderTheThresholds,
  fitIntoPostgres,
  fitIntoRedis,
  shareOneRedis,
  encodeThePassword,
  speakTlsToRedis,
  keepRedisInOneShard,
  evictNothing,
  sayThePostgresPort,
  speakTlsToPostgres,
  haveTheExtensions,
  setUpFirst,
  reachTheDatabaseFromItsSetup,
  changeTheSamplePasswords,
  sayTheProcessorPort,
  sayTheExporterPort,
  sayTheLoginPort,
  passOnToWhatExists,
  registerEveryAddress,
  openWhatIsCalled,
  openOneDoor,
  lookNamesUpAgain,
  seeWhoAsks,
  leaveNoPlaceholder,
  leaveNothingToEnvsubst,
  fitTheProxyImage,
  startWithoutTheOthers,
  answerEveryApiPath,
  streamUnbuffered,
  upgradeSockets,
  takeLargeBodies,
  outwaitATurn,
  nameCookiesAlike,
  declareLimits,
  answerToOneDomain,
  giveTheUiOneConfiguration,
  tellTheUiHowToLogIn,
  nameCognitoAsTheLoginDoes,
  keepSessionsInRedis,
  logInUnderAuth,
  shareOneStorage,
  nameTheStorageAsTheHostDoes,
  nameMountsAsTheHostDoes,
  leaveNothingToCompose,
  nameNoHostOnEcs,
  holdTheSocketWhereItIsUsed,
  haveTheImageThatRunsCode,
  sayHowCodeRunsOnFargate,
  letTheProcessorStartTasks,
  letCodeReachWhatItNeeds,
  writeAsTheApplication,
  startTheProcessorAsRoot,
  mountAccessPointsAtTheirRoot,
  mountDirectories,
  letTasksMountFiles,
  reachTheMetadata,
  letTheBucketBeUsed,
  runClamavWhereItCan,
  reachClamav,
  knowTheDefaultBundle,
  sayWhereBundlesAre,
  useTheLoaderSKeys,
  cloneWithAKey,
  keepWhatIsThere,
  pinBundles,
  findTheDescriptor,
  forceOnce,
  bakeBothOrNeither,
  cloneIntoWhatStays,
  watchWhatIsExported,
  watchTheRightDimensions,
  watchInTheRightUnit,
  exportAtAll,
  writeIntoOneNamespace,
  exportOnce,
  stopInTime,
  probeWhatAnswers,
  probeWithWhatTheImageHas,
  probeWithoutALogin,
  keepSecretsOutOfVariables,
  letStartersOpenSecrets,
  nameSecretsAsTheCodeDoes,
  handTextsOverUnchanged,
  bringEveryEnvFile,
  writeEnvFilesInFull,
  shareStateWhileMoving,
  leaveTheDiskBeforeMoving,
  exportInOnePlace,
  setUpInOnePlace,
];
