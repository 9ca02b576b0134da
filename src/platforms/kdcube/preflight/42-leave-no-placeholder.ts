import { rule, inService, running, named } from "./rule";

export const leaveNoPlaceholder = rule({
  id: 42,
  group: "network",
  title: "no placeholder of the samples is left in any variable or file",
  severity: "breaks",
  consequence: "a certificate that does not exist, a network that trusts nobody: the proxy does not start",
  fix: "put the real value where the text comes from",
  source: "code",
  looksAt: "all variables and files of all containers",
  run: (input) =>
    running(input).flatMap((each) =>
      [...Object.entries(each.environment), ...Object.entries(each.files)].flatMap(([where, text]) => {
        const found = PLACEHOLDER.exec(text)?.[0];
        return found === undefined ? [] : [inService(each.name, `${where} of ${named(each)} holds ${found}`)];
      }),
    ),
});

const PLACEHOLDER = /<?YOUR_DOMAIN(?:_NAME)?>?|<ALB_CIDR>|<LB_CIDR>|\/absolute\/path/;
