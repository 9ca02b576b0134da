import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SsmAssociation } from "@cdktf/provider-aws/lib/ssm-association";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { TerraformLocal, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { attributeOf, escapeTemplates, jsonDocument } from "../terraform";
import type { ComposeHost } from "./compose-host";

export interface HostReleaseProps {
  /** Path → text, with values that only an apply knows. */
  readonly files: Readonly<Record<string, string>>;
  readonly bucket: string;
  /** The name of the document, which is also how an operator calls it. */
  readonly document: string;
  /** The document itself; its parameter `Release` takes an id. */
  readonly content: object;
  readonly host: ComposeHost;
  /** How long an apply waits until the release runs or is taken back: longer than the document's steps may take. */
  readonly waitSec: number;
  /** What must stand before the host is told. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Where the host leaves what its deployments printed. */
export const OUTPUT_PREFIX = "output";

/**
 * A release, and the word to the host to run it. Each file is an object under the hash of its content, and so is the
 * list of them; the release's id is the beginning of that list's hash. All of it is counted by Terraform, because some
 * texts hold addresses that only an apply knows. A changed line is in a plan: its file's object, the list, the word.
 *
 * Objects of an older release go with the apply that brings a newer one: who returns to it by its id finds it on the
 * host's data volume, which keeps the last ones whole.
 */
export class HostRelease extends Construct {
  readonly releaseId: string;
  readonly documentName: string;

  constructor(scope: Construct, id: string, props: HostReleaseProps) {
    super(scope, id);
    const { bucket, files, host } = props;
    const texts = this.local(
      "files",
      Object.fromEntries(Object.entries(files).map(([p, t]) => [p, escapeTemplates(t)])),
    );
    const manifest = this.local(
      "paths",
      `\${jsonencode({ files = { for path, text in ${texts} : path => sha256(text) } })}`,
    );
    const release = this.local("release", `\${substr(sha256(${manifest}), 0, 16)}`);
    const objects = Object.keys(files).map((path) => {
      const text = `${texts}[${JSON.stringify(path)}]`;
      return this.object(`file-${path.replace(/^\./, "")}`, bucket, `files/\${sha256(${text})}/${path}`, `\${${text}}`);
    });
    const list = this.object("manifest", bucket, `releases/\${${release}}.json`, `\${${manifest}}`);
    const document = new SsmDocument(this, "document", {
      name: props.document,
      documentType: "Command",
      documentFormat: "JSON",
      targetType: "/AWS::EC2::Instance",
      content: jsonDocument(props.content),
    });
    new SsmAssociation(this, "association", {
      name: document.name,
      associationName: props.document,
      targets: [{ key: "InstanceIds", values: [host.instanceId] }],
      parameters: { Release: `\${${release}}` },
      outputLocation: { s3BucketName: bucket, s3KeyPrefix: OUTPUT_PREFIX },
      // The provider waits where an association is made, and not where it is changed: so a release makes a new one,
      // and an apply fails with a release that failed. Source: the provider's documentation of this argument.
      waitForSuccessTimeoutSeconds: props.waitSec,
      lifecycle: { replaceTriggeredBy: [attributeOf(list, "key"), attributeOf(host.resource, "id")] },
      dependsOn: [...objects, list, ...host.ready, ...props.dependsOn],
    });
    this.releaseId = `\${${release}}`;
    this.documentName = document.name;
  }

  /** New ones before old ones go: a host that is set up meanwhile finds either release whole. */
  private object(id: string, bucket: string, key: string, content: string): S3Object {
    return new S3Object(this, id.replace(/[^\w-]+/g, "-"), {
      bucket,
      key,
      content,
      contentType: "text/plain; charset=utf-8",
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Gives `local.<name>`, as other expressions name it. */
  private local(id: string, expression: unknown): string {
    const local = new TerraformLocal(this, id, expression);
    return `local.${local.friendlyUniqueId}`;
  }
}
