import { make, recipe, whyNotMade } from "./recipe";

const HOST = recipe("host");

/** Why the image that plays the EC2 host cannot be made here; undefined when it can. */
export const whyNoHostImage = (): string | undefined => whyNotMade(HOST);

/** A Debian with an engine of its own, Compose, the AWS CLI and a registry; its name is the answer. */
export const buildHostImage = (): Promise<string> => make(HOST);
