import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import type { Construct } from "constructs";
import { jsonDocument } from "../terraform";

export interface SessionDocumentProps {
  readonly name: string;
  readonly kmsKeyArn: string;
  readonly logGroupName: string;
}

/** Minutes without a key; a session that was forgotten is a door that stands open. */
const IDLE_MINUTES = "20";

/** A shell through Session Manager: encrypted with our key, and all that is typed and shown in a log. */
export const sessionDocument = (
  scope: Construct,
  id: string,
  { name, kmsKeyArn, logGroupName }: SessionDocumentProps,
): SsmDocument =>
  new SsmDocument(scope, id, {
    name,
    documentType: "Session",
    documentFormat: "JSON",
    // Source: Systems Manager, "Session document schema".
    content: jsonDocument({
      schemaVersion: "1.0",
      description: `A shell on ${name}, in a log`,
      sessionType: "Standard_Stream",
      inputs: {
        kmsKeyId: kmsKeyArn,
        cloudWatchLogGroupName: logGroupName,
        cloudWatchEncryptionEnabled: true,
        cloudWatchStreamingEnabled: true,
        idleSessionTimeout: IDLE_MINUTES,
        runAsEnabled: false,
      },
    }),
  });
