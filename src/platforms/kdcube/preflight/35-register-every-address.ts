import { rule, inService, running, named } from "./rule";

export const registerEveryAddress = rule({
  id: 35,
  group: "network",
  title: "every address in the private zone that a variable holds is registered there",
  severity: "breaks",
  consequence: "the lookup fails, and with it each call that needs it",
  fix: "keep the service where its address points, or move the caller first",
  source: "fixture",
  looksAt: "variables and files of containers, addresses of the private zone",
  idle: ({ rendered }) => (rendered.addresses.length === 0 ? "there is no private zone" : undefined),
  run: (input) => {
    const zones = [...new Set(input.rendered.addresses.map((address) => address.slice(address.indexOf(".") + 1)))];
    const pattern = new RegExp(`[\\w-]+\\.(?:${zones.map((zone) => zone.replaceAll(".", "\\.")).join("|")})`, "g");
    return running(input).flatMap((each) =>
      [...Object.entries(each.environment), ...Object.entries(each.files)].flatMap(([where, text]) =>
        [...new Set(text.match(pattern) ?? [])]
          .filter((address) => !input.rendered.addresses.includes(address))
          .map((address) =>
            inService(each.name, `${where} of ${named(each)} names ${address}, which nobody registers`),
          ),
      ),
    );
  },
});
