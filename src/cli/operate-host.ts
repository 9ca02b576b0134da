import type { Environment } from "../config/schema";
import { physicalName } from "../model/naming";
import { OUTPUT_PREFIX } from "../modules/host-release";
import { DEPLOY_STEP, deployDocumentName, sessionDocumentName } from "../targets/aws-names";

/** What an operator asks, and the command that answers. */
export interface Question {
  readonly what: string;
  /** Lines of one command. */
  readonly command: readonly string[];
}

/** Stands for the id of a release in a command. */
const SOME_RELEASE = "0123456789abcdef";

/** What is asked of the compose host itself; the id of the machine is looked up by its name. */
export function hostQuestions(environment: Environment): Question[] {
  const { platform, environment: named, aws } = environment;
  const region = `--region ${aws?.region ?? ""}`;
  const machine = [
    `aws ec2 describe-instances ${region} --output text \\`,
    `--filters Name=tag:Name,Values=${physicalName("other", platform, named, "host")} \\`,
    "Name=instance-state-name,Values=running --query 'Reservations[].Instances[].InstanceId')",
  ];
  const deploy = (release: string): string[] => [
    `aws ssm send-command ${region} --document-name ${deployDocumentName(environment)} \\`,
    `--parameters Release=${release} --query Command.CommandId --output text \\`,
    "--instance-ids $( \\",
    ...machine,
  ];
  const bucket = physicalName("bucket", platform, named, "bundle", aws?.account ?? "");
  return [
    {
      what: "a shell on it; what is typed and shown is kept in a log",
      command: [
        `aws ssm start-session ${region} --document-name ${sessionDocumentName(environment)} \\`,
        "--target $( \\",
        ...machine,
      ],
    },
    { what: "which releases it has kept, and which one runs", command: deploy("list") },
    { what: "back to a release that it has kept", command: deploy(SOME_RELEASE) },
    {
      what: "what the last of these commands printed",
      command: [
        `aws ssm list-command-invocations ${region} --details --max-items 1 --output text \\`,
        `--filters key=DocumentName,value=${deployDocumentName(environment)} \\`,
        "--query 'CommandInvocations[].[Status,CommandPlugins[].Output]'",
      ],
    },
    {
      what: "what the deployment of the last apply printed, or the last two",
      command: [
        `aws s3 ls ${region} --recursive s3://${bucket}/${OUTPUT_PREFIX}/ \\`,
        // A run leaves what it printed and, where it failed, what it complained of.
        `| grep /${DEPLOY_STEP}/ | sort | tail -n 2 | while read -r _ _ _ key; do \\`,
        `aws s3 cp ${region} "s3://${bucket}/$key" -; done`,
      ],
    },
  ];
}
