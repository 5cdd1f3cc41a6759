/** An SLO over the requests that a Prometheus counts, of which those with code 200 are good; and the Prometheus itself. */
export function prometheusSlo(url: string, { window, target }: { readonly window: string; readonly target: number }) {
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: api }
spec:
  service: s
  indicator:
    metadata: { name: i }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { metricSourceRef: prom, spec: { query: 'http_requests_total{code="200"}' } } }
        total: { metricSource: { metricSourceRef: prom, spec: { query: http_requests_total } } }
  timeWindow: [{ duration: ${window}, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: ${target} }]
---
apiVersion: openslo/v1
kind: DataSource
metadata: { name: prom }
spec: { type: Prometheus, connectionDetails: { url: "${url}" } }
`;
}
