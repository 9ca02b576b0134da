import { rule, inSettings, running, named, shown } from "./rule";

export const reachClamav = rule({
  id: 97,
  group: "storage",
  title: "an ingress that scans uploads finds ClamAV beside it",
  severity: "degrades",
  consequence: "each upload waits for the scanner's timeout and is refused",
  fix: "leave CLAMAV_HOST and CLAMAV_PORT to the model",
  source: "documents",
  looksAt: "CLAMAV_HOST and CLAMAV_PORT of the ingress, containers beside it",
  idle: (input) =>
    running(input, "chat-ingress").some(({ environment }) => environment["APP_AV_SCAN"] === "1")
      ? undefined
      : "no ingress scans uploads",
  run: (input) =>
    running(input, "chat-ingress").flatMap((each) => {
      const { APP_AV_SCAN: scans, CLAMAV_HOST: host } = each.environment;
      if (scans !== "1") return [];
      const beside = running(input, "clamav").some(
        ({ unit, workspace }) => workspace === each.workspace && (each.on === "laptop" || unit === each.unit),
      );
      const right = each.on === "ecs" ? "127.0.0.1" : "clamav";
      return beside && host === right
        ? []
        : [
            inSettings(
              "ingress.antivirus",
              `${named(each)} looks for ClamAV at ${shown(host)}${beside ? "" : ", and none is beside it"}`,
            ),
          ];
    }),
});
