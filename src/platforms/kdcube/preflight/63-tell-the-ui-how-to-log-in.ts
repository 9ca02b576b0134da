import type { RenderedContainer } from "../../../model/rendered";
import { rule, inSettings, running, named, parsed, inside, shown } from "./rule";

export const tellTheUiHowToLogIn = rule({
  id: 63,
  group: "ui",
  title: "the UI's config.json is JSON and holds what its way of logging in needs",
  severity: "breaks",
  consequence: "the page stays empty, or nobody can log in",
  fix: "set settings.auth; leave config.json to the model",
  source: "code",
  looksAt: "FRONTEND_CONFIG_JSON or the file in its place, AUTH_PROVIDER of the ingress",
  idle: (input) =>
    running(input, "web-ui").every((each) => configOf(each) === undefined)
      ? "the UI brings its own config.json"
      : undefined,
  run: (input) =>
    running(input, "web-ui").flatMap((each) => {
      const text = configOf(each);
      if (text === undefined) return [];
      const auth = inside(parsed(text), "auth");
      const type = inside(auth, "authType");
      const wanted = NEEDS[typeof type === "string" ? type : ""];
      const missing = wanted?.filter((way) => !inside(auth, ...way.split("."))) ?? ["authType"];
      const provider = running(input, "chat-ingress")[0]?.environment["AUTH_PROVIDER"];
      return [
        ...(missing.length === 0
          ? []
          : [
              inSettings(
                "auth",
                `config.json of ${named(each)} has authType ${shown(type)} without ${missing.join(", ")}`,
              ),
            ]),
        ...((PROVIDERS[String(type)] ?? provider) === provider
          ? []
          : [
              inSettings(
                "auth.type",
                `config.json has authType ${shown(type)}, and AUTH_PROVIDER is ${shown(provider)}`,
              ),
            ]),
      ];
    }),
});

const configOf = ({ environment, files }: RenderedContainer): string | undefined =>
  environment["FRONTEND_CONFIG_JSON"] ?? files["/usr/share/nginx/html/config.json"];

const NEEDS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  simple: [],
  hardcoded: ["token"],
  cognito: ["oidcConfig.authority", "oidcConfig.client_id", "idTokenHeaderName"],
  delegated: ["apiBase"],
};

const PROVIDERS: Readonly<Record<string, string>> = {
  cognito: "cognito",
  delegated: "cognito",
  simple: "simple",
  hardcoded: "simple",
  none: "simple",
};
