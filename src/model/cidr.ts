/** The tiers of a network: reached from outside, going outside, and neither. */
export const TIERS = ["public", "private", "data"] as const;
export type Tier = (typeof TIERS)[number];

/** Bits that each tier's share is smaller than the network by: tasks get a quarter per zone, the rest sixteenths. */
const EXTRA_BITS: Record<Tier, number> = { private: 2, public: 4, data: 4 };
const FIRST_BLOCK: Record<Tier, number> = { private: 0, public: 12, data: 15 };

/**
 * The subnets of one network: private /18s of a /16 for tasks (a rolling deployment doubles them, each with an address
 * of its own), small ones for balancers and data. Adding a third zone moves none of the first two.
 */
export function subnetCidr(network: string, tier: Tier, zone: number): string {
  const [base = "", bits = ""] = network.split("/");
  const prefix = Number(bits) + EXTRA_BITS[tier] + (tier === "data" ? 2 : 0);
  const block = FIRST_BLOCK[tier] * (tier === "data" ? 4 : 1) + zone;
  return `${format(parse(base) + block * 2 ** (32 - prefix))}/${prefix}`;
}

const parse = (address: string): number => address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
const format = (address: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");

/** What AWS takes: /16 to /28, and nothing set behind its mask. Source: AWS, Amazon VPC User Guide, "VPC CIDR blocks". */
export function isNetwork(text: string): boolean {
  const [base = "", bits = ""] = text.split("/");
  const prefix = Number(bits);
  // What is no range at all is said by who reads it.
  if (!/^\d+$/.test(bits)) return true;
  return prefix >= 16 && prefix <= 28 && parse(base) % 2 ** (32 - prefix) === 0;
}

/** Do the tiers fit into it? Below /20 a deployment would run out of addresses. */
export const holdsTiers = (network: string): boolean => Number(network.split("/")[1]) <= 20;

/** What belongs to nobody on the internet. Source: RFC 1918, and RFC 6598 for the last. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const RANGE = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}/(?:3[0-2]|[12]?\\d)$`);

/** A range that lies in private address space as a whole, with nothing set behind its mask. */
export function isPrivate(text: string): boolean {
  if (!RANGE.test(text)) return false;
  const [base = "", bits = ""] = text.split("/");
  const [first, size] = [parse(base), 2 ** (32 - Number(bits))];
  return (
    first % size === 0 &&
    PRIVATE.some((range) => {
      const [from = "", mask = ""] = range.split("/");
      return first >= parse(from) && first + size <= parse(from) + 2 ** (32 - Number(mask));
    })
  );
}

/** The same in words, for who is told that it is none. */
export const PRIVATE_RANGES = `inside ${PRIVATE.slice(0, -1).join(", ")} or ${PRIVATE.at(-1)}`;
