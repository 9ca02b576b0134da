import { SsmAssociation } from "@cdktf/provider-aws/lib/ssm-association";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { attributeOf, jsonDocument } from "../terraform";
import type { ComposeHost } from "./compose-host";

export interface HostSoftwareProps {
  /** The name of the document. */
  readonly document: string;
  /** The document itself, which takes no parameter. */
  readonly content: object;
  readonly host: ComposeHost;
  /** How long a new host may take to have all of it. */
  readonly waitSec: number;
  /** What must stand before the host is told. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** What the host has beside its image: installed once it stands, and looked at again now and then. */
export class HostSoftware extends Construct {
  /** What must stand before the host is asked for something that needs it. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: HostSoftwareProps) {
    super(scope, id);
    const { host } = props;
    const document = new SsmDocument(this, "document", {
      name: props.document,
      documentType: "Command",
      documentFormat: "JSON",
      targetType: "/AWS::EC2::Instance",
      content: jsonDocument(props.content),
    });
    const association = new SsmAssociation(this, "association", {
      name: document.name,
      associationName: props.document,
      targets: [{ key: "InstanceIds", values: [host.instanceId] }],
      // This is also how a newer package comes.
      scheduleExpression: "rate(14 days)",
      waitForSuccessTimeoutSeconds: props.waitSec,
      // The provider waits where one is made and not where it is changed; another host has nothing of it yet.
      lifecycle: { replaceTriggeredBy: [attributeOf(document, "content"), attributeOf(host.resource, "id")] },
      dependsOn: [...host.ready, ...props.dependsOn],
    });
    this.ready = [association];
  }
}
