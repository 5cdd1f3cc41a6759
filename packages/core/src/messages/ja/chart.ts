/** English pattern -> Japanese, see messages/render.ts. Tables, pages and pictures of SLOs. */
export const chart = (): Readonly<Record<string, string>> => ({
  "(fires over {0})": "（{0} を超えると発報）",
  "(over {0}: fires)": "（{0} を超過：発報中）",
  "1 uses the error budget exactly within {0}.": "1 は、{0} でエラーバジェットをちょうど使い切る速さです。",
  "Burn rate per window, and the rate that pages or warns": "期間ごとの消費速度と、発報する速度",
  Checks: "チェック",
  "Error budget left over the period (UTC)": "期間中の残りエラーバジェット（UTC）",
  "Error budgets": "エラーバジェット",
  Findings: "検出結果",
  "There are no data.": "データがありません。",
  'Below each bar: what was left over time; "." no data, "!" nothing.':
    "バーの下は残りの推移（「.」データなし、「!」残りなし）",
  "as time and count": "時間と件数",
  check: "チェック",
  "error budget left": "残りエラーバジェット",
  "error budget left: {0}": "残りエラーバジェット：{0}",
  exhausted: "使い切り",
  "no data": "データなし",
  now: "現在",
  outcome: "結果",
  "over the period": "期間中の推移",
  place: "場所",
  reason: "理由",
  target: "目標",
  "worst burn": "最大の消費速度",
  "worst burn: {0}": "最大の消費速度：{0}",
  "{0} {0, plural, one {check passes} other {checks pass}}": "合格したチェック：{0} 件",
  "{0} {0, plural, one {minute} other {minutes}}, {1} {1, plural, one {event} other {events}} left":
    "残り {0} 分、{1} 件",
  "{0} {0, plural, one {minute} other {minutes}}, {1} {1, plural, one {event} other {events}} over":
    "超過 {0} 分、{1} 件",
  "{0} {0, plural, one {minute} other {minutes}}, {1} {1, plural, one {slice} other {slices}} left":
    "残り {0} 分、{1} スライス",
  "{0} {0, plural, one {minute} other {minutes}}, {1} {1, plural, one {slice} other {slices}} over":
    "超過 {0} 分、{1} スライス",
  "{0} more {0, plural, one {finding is} other {findings are}} not shown here.":
    "ほか {0} 件の検出結果は省略しました。",
  "{0} of the error budget is left.": "エラーバジェットの残りは {0} です。",
  "{0} within {1}": "{1} で {0}",
  "{0} of {1} ({2})": "上限 {1} に対し {0}（{2}）",
  "{0}: burn rate per window": "{0}：期間ごとの消費速度",
  "{0}: error budget over {1}": "{0}：{1} のエラーバジェット",
});
