import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { DataAwsAcmCertificate } from "@cdktf/provider-aws/lib/data-aws-acm-certificate";
import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface DomainProps {
  readonly domain: string;
  /** The Route 53 zone that the domain is in. @default - its records are somebody else's */
  readonly zoneId?: string | undefined;
}

/** A name of the public internet, in a zone that is there already and is looked at in every plan. */
export class Domain extends Construct {
  private readonly domain: string;
  private readonly zoneId: string | undefined;

  constructor(scope: Construct, id: string, { domain, zoneId }: DomainProps) {
    super(scope, id);
    this.domain = domain;
    this.zoneId = zoneId === undefined ? undefined : this.zone(zoneId);
  }

  /** The ARN of a certificate that is made, proven by a record of the zone, and renewed by AWS for as long as that stands. */
  newCertificate(): string {
    if (this.zoneId === undefined) throw new Error(`${this.domain} has no zone to prove a certificate in`);
    const certificate = new AcmCertificate(this, "certificate", {
      domainName: this.domain,
      validationMethod: "DNS",
      tags: { Name: this.domain },
      // A listener holds the old one until it has the new.
      lifecycle: { createBeforeDestroy: true },
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, "proof", {
      zoneId: this.zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      // It is the same for every certificate of one account and domain, so an earlier one may have made it.
      allowOverwrite: true,
    });
    const proven = new AcmCertificateValidation(this, "proven", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
    });
    return proven.certificateArn;
  }

  /**
   * The ARN of a certificate that exists. It is looked up by the domain it is issued for, because there is no looking
   * up by ARN: so it is issued, not expired, and the newest of that domain.
   */
  existingCertificate(arn: string, issuedFor: string): string {
    return new DataAwsAcmCertificate(this, "certificate", {
      domain: issuedFor,
      statuses: ["ISSUED"],
      mostRecent: true,
      // Without this AWS shows those with RSA keys of 1024 and 2048 bits alone.
      keyTypes: ["RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"],
      lifecycle: {
        postcondition: [
          {
            condition: `\${self.arn == "${arn}"}`,
            errorMessage: `the newest issued certificate of ${issuedFor} is not edge.certificateArn; name that one, or in edge.certificateDomain what the certificate is issued for`,
          },
        ],
      },
    }).arn;
  }

  /** The record that leads to a load balancer; none where the zone is not ours to write. */
  leadTo(balancer: { readonly dnsName: string; readonly zoneId: string }): void {
    if (this.zoneId === undefined) return;
    // No AAAA: the balancer stands in subnets without IPv6.
    new Route53Record(this, "record", {
      zoneId: this.zoneId,
      name: this.domain,
      type: "A",
      alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
    });
  }

  private zone(zoneId: string): string {
    const { domain } = this;
    const name = 'trimsuffix(self.name, ".")';
    return new DataAwsRoute53Zone(this, "zone", {
      zoneId,
      lifecycle: {
        postcondition: [
          {
            condition: `\${"${domain}" == ${name} || endswith("${domain}", ".\${${name}}")}`,
            errorMessage: `edge.zoneId is not the zone of ${domain}`,
          },
          {
            condition: "${self.private_zone != true}",
            errorMessage: `edge.zoneId is a private zone: nobody outside would find ${domain}, and no certificate could be proven`,
          },
        ],
      },
    }).zoneId;
  }
}
