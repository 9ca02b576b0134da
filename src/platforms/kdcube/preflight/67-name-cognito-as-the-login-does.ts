import { rule, inSettings, running, named, noneOf } from "./rule";

export const nameCognitoAsTheLoginDoes = rule({
  id: 67,
  group: "login",
  title: "proxylogin has its five Cognito variables under exactly the names that it reads",
  severity: "breaks",
  consequence: "it ends as soon as it starts",
  fix: "set settings.auth; the model knows the names",
  source: "fixture",
  looksAt: "variables and secrets of proxylogin",
  idle: (input) => noneOf(input, "proxylogin"),
  run: (input) =>
    running(input, "proxylogin").flatMap((each) => {
      const missing = NAMES.filter((variable) => !each.environment[variable] && !each.secrets[variable]);
      return missing.length === 0 ? [] : [inSettings("auth", `${named(each)} has no ${missing.join(", ")}`)];
    }),
});

const NAMES = [
  "COGNITO_CLIENTID",
  "COGNITO_CLIENTSECRET",
  "COGNITO_USERPOOLID",
  "COGNITO_JWKSISSUER",
  "COGNITO_JWKSSIGNINGKEYURL",
];
