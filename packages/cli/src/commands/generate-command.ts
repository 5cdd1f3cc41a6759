import { appended, configFlag, couldNotRun, languageFlag, withHelp, type Declare } from "../command.js";

export interface GenerateFlags {
  readonly config?: string;
  readonly output?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly label?: readonly string[];
  readonly lang?: string;
}

export const generateCommand: Declare = (program, perform) => {
  const generate = program.command("generate").description("write files for other tools");
  const rules = generate
    .command("prometheus-rules")
    .description("recording and alerting rules of the SLOs, for Prometheus, Thanos or Mimir")
    .option("--output <file>", "the file to write; if left out, standard output")
    .option(
      "--kind <kind>",
      "rules (a file of rules) or PrometheusRule (for the Prometheus Operator); rules if left out",
    )
    .option("--name <name>", "of a PrometheusRule: its name; release-gate-slos if left out")
    .option("--namespace <name>", "of a PrometheusRule: its namespace")
    .option(
      "--label <name=value>",
      "of a PrometheusRule: a label by which a Prometheus selects it; repeatable",
      appended,
    );
  languageFlag(configFlag(rules)).action((flags: GenerateFlags) =>
    perform(flags, async (...given) => (await import("./generate.js")).runPrometheusRules(flags, ...given)),
  );
  withHelp(rules, {
    examples: {
      "release-gate generate prometheus-rules --output rules.yaml": "then check it with promtool",
      "release-gate generate prometheus-rules --kind PrometheusRule --label release=prometheus | kubectl apply -f -":
        "for the Prometheus Operator",
    },
    exits: {
      0: "written",
      1: "written, but the rules do not have all of the SLOs: what, is on standard error",
      2: couldNotRun,
    },
  });
};
