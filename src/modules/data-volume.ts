import { EbsVolume } from "@cdktf/provider-aws/lib/ebs-volume";
import { Construct } from "constructs";

export interface DataVolumeProps {
  readonly name: string;
  /** `eu-west-1a`; a disk serves machines of its own zone alone. */
  readonly zone: string;
  readonly sizeGiB: number;
  readonly kmsKeyArn: string;
}

/** A disk that outlives the machine it is attached to: encrypted, and destroyed by no plan. */
export class DataVolume extends Construct {
  readonly id: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, zone, sizeGiB, kmsKeyArn }: DataVolumeProps) {
    super(scope, id);
    const volume = new EbsVolume(this, "Resource", {
      availabilityZone: zone,
      size: sizeGiB,
      type: "gp3",
      encrypted: true,
      kmsKeyId: kmsKeyArn,
      tags: { Name: name },
      lifecycle: { preventDestroy: true },
    });
    this.id = volume.id;
    this.arn = volume.arn;
  }
}
