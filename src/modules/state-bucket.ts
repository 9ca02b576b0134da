import { Construct } from "constructs";
import { Bucket } from "./bucket";
import { accessLogs, historyStays, ownAccountAlone } from "./bucket-statements";

export interface StateBucketProps {
  readonly name: string;
  /** Where who read and wrote what is kept. */
  readonly logName: string;
  readonly kmsKeyArn: string;
  readonly account: string;
}

/** Old states of each workspace that stay, whatever their age: the way back after a bad apply. */
const KEPT_VERSIONS = 100;
/** Of those beyond, how long each stays. */
const KEPT_DAYS = 365;
const LOG_DAYS = 365;

/**
 * The bucket that Terraform keeps state in: under a key of its own, for this account alone, with a log of every access.
 * An old state goes by age and by no one's hand.
 */
export class StateBucket extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { name, logName, kmsKeyArn, account }: StateBucketProps) {
    super(scope, id);
    const log = new Bucket(this, "log", {
      name: logName,
      statements: (arn) => [accessLogs(arn, { account, bucketArn: `arn:aws:s3:::${name}` })],
      expireDays: LOG_DAYS,
      olderVersions: { days: 30 },
    });
    const state = new Bucket(this, "Resource", {
      name,
      kmsKeyArn,
      accessLogs: log,
      statements: (arn) => [ownAccountAlone(arn, account), historyStays(arn)],
      olderVersions: { days: KEPT_DAYS, newest: KEPT_VERSIONS },
    });
    this.name = state.name;
  }
}
