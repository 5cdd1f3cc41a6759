import { readsSnapshots } from "@release-gate/core";
import type { Indicator, MetricSource, Part, Policy, Slo } from "@release-gate/core";

/** SLOs whose sources without a DataSource are asked at the server that the policy names for their type. */
export function withServers(slos: readonly Slo[], config: Policy["slo"]): readonly Slo[] {
  const servers: Readonly<Record<string, unknown>> = { prometheus: config?.prometheus, datadog: config?.datadog };
  const asked = (source: MetricSource): MetricSource => {
    const connection = servers[source.type];
    if (source.dataSource !== undefined || readsSnapshots(source) || connection === undefined) return source;
    return { ...source, dataSource: { name: `slo.${source.type}`, connection } };
  };
  const part = (given: Part): Part => ({ ...given, indicator: indicatorOf(given.indicator, asked) });
  return slos.map((slo) => {
    const [first, ...rest] = slo.parts;
    return { ...slo, parts: [part(first), ...rest.map(part)] };
  });
}

function indicatorOf(indicator: Indicator, asked: (source: MetricSource) => MetricSource): Indicator {
  switch (indicator.kind) {
    case "ratio":
      return { ...indicator, part: asked(indicator.part), total: asked(indicator.total) };
    case "raw":
      return { ...indicator, ratio: asked(indicator.ratio) };
    case "threshold":
      return { ...indicator, metric: asked(indicator.metric) };
  }
}
