/** English pattern -> Japanese, see messages/render.ts. */
export const slo = (): Readonly<Record<string, string>> => ({
  "SLOs are read from YAML: what this file asks for is not known.":
    "SLO は YAML から読み取ります。このファイルが何を求めているかはわかりません。",
  "Metrics are read from JSONL and OpenMetrics text: what this file says is not counted.":
    "メトリクスは JSONL と OpenMetrics テキストから読み取ります。このファイルの内容は数えていません。",
  '"buckets" must give a count for each upper bound.': "「buckets」には上限ごとの件数が必要です。",
  '"rawType" belongs to "raw" only.': "「rawType」は「raw」にだけ使えます。",
  '"{0}" and "{1}" exclude each other.': "「{0}」と「{1}」は同時に指定できません。",
  '"{0}" counts events and cannot be negative.': "「{0}」はイベントの数なので、負にはなりません。",
  '"{0}" is not a condition.': "「{0}」は条件として読めません。",
  '"{0}" is not a duration of OpenSLO: write a whole number and one of m (minutes), h, d, w, M (months), Q, Y.':
    "「{0}」は OpenSLO の期間ではありません。整数と m（分）、h、d、w、M（月）、Q、Y のいずれかで書いてください。",
  '"{0}" is not a label\'s name.': "「{0}」はラベルの名前として使えません。",
  '"{0}" is not a start time: write one such as 2026-01-31 00:00:00, without a zone.':
    "「{0}」は開始時刻ではありません。2026-01-31 00:00:00 のように、タイムゾーンなしで書いてください。",
  '"{0}" is not a time zone of the IANA database.': "「{0}」は IANA データベースのタイムゾーンではありません。",
  'A line is: name{label="value"} number timestamp.': '行の形式：name{label="value"} 数値 タイムスタンプ。',
  "A rolling window has no calendar.": "ローリング期間にはカレンダーを指定できません。",
  "A snapshot has one small JSON object in each line. Is this another kind of file?":
    "スナップショットの各行は小さな JSON オブジェクト 1 つです。別の種類のファイルではありませんか。",
  "A threshold metric allows only one objective.": "しきい値メトリクスに指定できる目標は 1 つだけです。",
  'A threshold metric is compared with "op" and "value".': "しきい値メトリクスは「op」と「value」で比較します。",
  "A window that does not roll needs a calendar.": "ローリングでない期間にはカレンダーが必要です。",
  'Add "events" or "raw".': "「events」か「raw」を追加してください。",
  'Add "indicator" or "indicatorRef".': "「indicator」か「indicatorRef」を追加してください。",
  'Add "metric", or "event" for a single event.': "「metric」を、単一のイベントなら「event」を追加してください。",
  'Add "query" with PromQL.': "PromQL を「query」に追加してください。",
  'Add "ratioMetric" or "thresholdMetric".': "「ratioMetric」か「thresholdMetric」を追加してください。",
  'Add "target" (0.999) or "targetPercent" (99.9).':
    "「target」（0.999）か「targetPercent」（99.9）を追加してください。",
  'Add "total", or give the ratio as "raw".': "「total」を追加するか、割合を「raw」で指定してください。",
  'Add "ts", such as "2026-11-22T01:00:00Z".': '「ts」を "2026-11-22T01:00:00Z" のように追加してください。',
  'Add "type", or refer to a DataSource with "metricSourceRef".':
    "「type」を追加するか、「metricSourceRef」で DataSource を参照してください。",
  "Add it: {0}.": "追加してください：{0}。",
  "Add one of them.": "どちらかを追加してください。",
  "Add the file that defines it, or correct the name.": "定義しているファイルを追加するか、名前を直してください。",
  "An objective of 100 % leaves no error budget.": "目標が 100 % では、エラーバジェットが残りません。",
  "Check how this row was collected.": "この行の収集方法を確認してください。",
  "Check the anchors (&name) and aliases (*name) of this document.":
    "この文書のアンカー（&name）とエイリアス（*name）を確認してください。",
  "Check the path and its permissions, or collect the snapshot again.":
    "パスと権限を確認するか、スナップショットを収集し直してください。",
  "Choose a lookbackWindow within the period.": "lookbackWindow を SLO の期間以内にしてください。",
  "Choose a target below 100.": "100 未満の目標にしてください。",
  "Collect more often, or use a longer window.": "収集の間隔を短くするか、期間を長くしてください。",
  "Collect them by other means as snapshots, or use one of jsonl, {0}.":
    "別の方法でスナップショットとして収集するか、jsonl, {0} のいずれかを使ってください。",
  "Correct the syntax at this place.": "この場所の構文を直してください。",
  'Did you mean "{0}"?': "「{0}」の間違いではありませんか。",
  "Each line of a snapshot is one JSON object.": "スナップショットの各行は 1 つの JSON オブジェクトです。",
  "Each line of a snapshot is one JSON object. Collect the snapshot again, or remove the line.":
    "スナップショットの各行は 1 つの JSON オブジェクトです。収集し直すか、この行を削除してください。",
  'Give "good" and "total", "bad" and "total", "value", "buckets", or an "event".':
    "「good」と「total」、「bad」と「total」、「value」、「buckets」、「event」のいずれかを書いてください。",
  'Give either "metric" or "event".': "「metric」か「event」のどちらか一方を指定してください。",
  "Give it another name.": "別の名前を付けてください。",
  "Give their metric sources the type Prometheus and a query.":
    "メトリクスの取得元に、種類 Prometheus とクエリを指定してください。",
  'Its connectionDetails may have: {0}. Give at least "url".':
    "connectionDetails に書けるのは {0} です。少なくとも「url」を指定してください。",
  "Keep it on the SLO for one indicator, or on every objective for a composite SLO.":
    "指標が 1 つなら SLO に、複合 SLO ならすべての目標に書いてください。",
  "Keep one of them.": "どちらか一方だけを残してください。",
  "Known keys: {0}.": "使えるキー：{0}。",
  "Known kinds: {0}.": "使える種類：{0}。",
  "Lower its threshold below {0}.": "しきい値を {0} 未満にしてください。",
  'Metrics of the type "{0}" cannot be collected.': "種類が「{0}」のメトリクスは収集できません。",
  'Neither "good" nor "bad" is given.': "「good」も「bad」も指定されていません。",
  "None of these SLOs has a query that Prometheus could evaluate.":
    "これらの SLO には、Prometheus が評価できるクエリがありません。",
  "One bad slice exhausts this budget: {0} of the slices of {1} leave {2} of one.":
    "不良区間が 1 つあるだけで、このバジェットはなくなります。{1} の区間のうち {0} を目標にすると、許されるのは {2} 区間だけです。",
  'OpenSLO has no kind "{0}".': "OpenSLO に「{0}」という種類はありません。",
  "Plugins of sloth are programs and cannot be read here.":
    "sloth のプラグインはプログラムなので、ここでは読めません。",
  "Prometheus refuses the query: {0}.": "Prometheus がクエリを拒否しました：{0}。",
  'Remove "calendar", or write isRolling: false.': "「calendar」を削除するか、isRolling: false と書いてください。",
  'Say whether "raw" is the ratio of successes or of failures.': "「raw」が成功の割合か失敗の割合かを書いてください。",
  'The DataSource "{0}" does not say how to reach it.': "DataSource「{0}」に接続方法が書かれていません。",
  "The address of the metrics source is not a URL.": "メトリクスの取得元のアドレスが URL ではありません。",
  "The address of the metrics source must begin with http: or https:.":
    "メトリクスの取得元のアドレスは http: か https: で始まらなければなりません。",
  "The alert {0} can never fire: with a target of {1} the burn rate is at most {2}.":
    "アラート {0} は決して発火しません。目標が {1} のとき、消費速度は最大 {2} 倍です。",
  "The alert {0} fires while the burn rate is low ({1} {2}), so also when nothing is wrong.":
    "アラート {0} は消費速度が低いとき（{1} {2}）に発火するため、問題がないときにも発火します。",
  "The alert {0} looks back {1}, longer than the SLO's period {2}.":
    "アラート {0} が参照する期間 {1} は、SLO の期間 {2} より長くなっています。",
  "The burn alert over {0} can never fire: with a target of {1} the burn rate is at most {2}, and it needs more than {3}.":
    "{0} の消費速度アラートは決して発火しません。目標が {1} のとき消費速度は最大 {2} 倍ですが、{3} 倍を超える必要があります。",
  "The certificate of {0} is not trusted ({1}).": "{0} の証明書は信頼されていません（{1}）。",
  'The counts of "buckets" must not fall from bound to bound, and the last bound must be "+Inf".':
    '「buckets」の件数は上限の順に減ってはならず、最後の上限は "+Inf" でなければなりません。',
  "The duration {0} has no unit.": "時間の長さ {0} に単位がありません。",
  "The file {0} cannot be read.": "ファイル {0} を読み込めません。",
  "Both the SLO and its objectives have an indicator.": "指標が SLO とその目標の両方に書かれています。",
  'The key "{0}" is missing.': "キー「{0}」がありません。",
  'The key "{0}" is not known here.': "キー「{0}」はここでは使えません。",
  "The method {0} needs it.": "{0} 方式では必要です。",
  'The name "{0}" is not allowed: names have at most 63 letters, digits and "-", and begin and end with a letter or digit.':
    "「{0}」という名前は使えません。名前は 63 文字以内の英数字と「-」で、先頭と末尾は英数字にしてください。",
  'The name "{0}" is taken by another {1}, in {2}:{3}.': "「{0}」という名前は、別の {1}（{2}:{3}）が使っています。",
  "The snapshot cannot be read: {0}.": "スナップショットを読み込めません：{0}。",
  "The time {0} is not a moment.": "時刻 {0} は、時点を表していません。",
  'The type "{0}" of a sample is not known.': "サンプルの種類「{0}」は不明です。",
  'The value of "labels" must be an object.': "「labels」の値は、キーと値の対応（マッピング）でなければなりません。",
  'The value of "{0}"': "「{0}」の値",
  'The value of "{0}" must be a number.': "「{0}」の値は数値でなければなりません。",
  'The value of "{0}" must be a string.': "「{0}」の値は文字列でなければなりません。",
  "The window {0} is not a duration.": "期間 {0} は時間の長さではありません。",
  "The window {0} is shorter than the {1} between two samples, so it is judged over {2}.":
    "期間 {0} はサンプルの間隔 {1} より短いため、{2} で判定します。",
  "There cannot be more good or bad events than {0} in total.":
    "良いイベントや悪いイベントの数が、全体の {0} 件を超えることはありません。",
  'There is already an SLO named "{0}".': "「{0}」という名前の SLO はすでにあります。",
  'There is no {0} named "{1}" in the files given.': "指定されたファイルに「{1}」という名前の {0} はありません。",
  "This SLO has no indicator.": "この SLO には指標がありません。",
  "This document does not have the expected shape.": "この文書は期待される形になっていません。",
  "This indicator measures nothing.": "この指標は何も測定していません。",
  "This is not valid YAML: {0}.": "YAML として正しくありません：{0}。",
  "This line is longer than {0} characters.": "この行は {0} 文字を超えています。",
  "This line is not JSON.": "この行は JSON ではありません。",
  "This line is not a JSON object.": "この行は JSON オブジェクトではありません。",
  "This line is not a sample of OpenMetrics.": "この行は OpenMetrics のサンプルではありません。",
  "This metric source does not say which rows of the snapshots to read.":
    "このメトリクスの取得元には、スナップショットのどの行を読むかが書かれていません。",
  "This metric source has no query.": "このメトリクスの取得元にはクエリがありません。",
  "This metric source does not say what to read.": "このメトリクスの取得元には、何を読むかが書かれていません。",
  "This objective has no target.": "この目標には目標値がありません。",
  "This objective of a composite SLO has no indicator.": "複合 SLO のこの目標には指標がありません。",
  "This query of a counter cannot be turned into counts.": "このカウンターのクエリは、件数に変換できません。",
  "This row has no number.": "この行には数値がありません。",
  "This row has no time.": "この行には時刻がありません。",
  "This row names no metric.": "この行にはメトリクスの名前がありません。",
  "This value": "この値",
  "Use shorter slices, a longer period or a lower target.":
    "区間を短くするか、期間を長くするか、目標を下げてください。",
  "Use windows with lower factors for this SLO, or a stricter target.":
    "この SLO には倍率の低い期間を使うか、目標を厳しくしてください。",
  'Write "buckets": {"0.1": 24, "0.5": 33, "+Inf": 35}.':
    '"buckets": {"0.1": 24, "0.5": 33, "+Inf": 35} のように書いてください。',
  'Write "durationMs": 1200, or "duration": "1.2 s".':
    '"durationMs": 1200 または "duration": "1.2 s" のように書いてください。',
  'Write "metric" or "event", and "labels", "field", "unit" where needed.':
    "「metric」か「event」を、必要なら「labels」「field」「unit」も書いてください。",
  "Write a plain metric, sum(metric), or a query with {{.window}} such as sum(increase(metric[{{.window}}])).":
    "メトリクス名だけ、sum(メトリクス)、または sum(increase(metric[{{.window}}])) のように {{.window}} を含むクエリを書いてください。",
  'Write isRolling: true, or add "calendar" with "startTime" and "timeZone".':
    "isRolling: true と書くか、「startTime」と「timeZone」を持つ「calendar」を追加してください。",
  'Write it as "> 1 % for 5 minutes", "<= +20 %", "> 2.5 s 3 times a day" or "< 500 ms 5 days in a row".':
    '"> 1 % for 5 minutes"、"<= +20 %"、"> 2.5 s 3 times a day"、"< 500 ms 5 days in a row" のように書いてください。',
  'Write it as in "15m".': '"15m" のように書いてください。',
  'Write it with its offset, such as "2026-11-22T01:00:00Z" or "2026-11-22T10:00:00+09:00".':
    '"2026-11-22T01:00:00Z" や "2026-11-22T10:00:00+09:00" のように、オフセットを付けて書いてください。',
  "Write one SLO for each threshold.": "しきい値ごとに SLO を分けてください。",
  "Write one of gauge, counter, count.": "gauge、counter、count のいずれかを書いてください。",
  "Write op: gt or op: gte.": "op: gt か op: gte と書いてください。",
  'Write the queries under "events".': "クエリを「events」に書いてください。",
  "a list": "リスト",
  "an object": "キーと値の対応（マッピング）",
  "a multiple of {0}": "{0} の倍数",
  "a number": "数値",
  "a string": "文字列",
  "a whole number": "整数",
  "at least {0}": "{0} 以上",
  "at least {0} long": "長さ {0} 以上",
  "at most {0}": "{0} 以下",
  "at most {0} long": "長さ {0} 以下",
  "greater than {0}": "{0} より大きい値",
  "less than {0}": "{0} 未満",
  "of the expected form": "期待される形式",
  "one of {0}": "{0} のいずれか",
  "something else": "別のもの",
  "the data cover only {0} of the time (at least {1} are needed)":
    "データがある時間は全体の {0} だけです（{1} 以上が必要です）",
  "the metrics could not be read": "メトリクスを取得できませんでした",
  "the newest data are of {0}, {1} ago (stale after {2}; {3})":
    "最新のデータは {0}（{1} 前）のものです（{2} を超えると古いとみなします、{3}）",
  "true or false": "true か false",
  "{0}": "{0}",
  "data only since {0}": "データは {0} 以降のみ",
  "{0} not counted: {1}": "{0} は対象外：{1}",
  "{0} ({1} more after this one)": "{0}（ほかに {1} 件あります）",
  "{0} But {1}.": "{0}ただし、{1}。",
  "{0} Error budget policy: {1}": "{0}エラーバジェットポリシー：{1}",
  "{0} Released nevertheless: {1}.": "{0}それでもリリースします：{1}。",
  "{0} The error budget policy asks for care from {1} on.":
    "{0}エラーバジェットポリシーは、残り {1} から注意を求めています。",
  '{0} The policy chose "{1}" for this.': "{0}この場合の判定は、ポリシーで「{1}」に設定されています。",
  "{0} cannot be reached ({1}).": "{0} に接続できません（{1}）。",
  "{0} did not answer with JSON (status {1}). Is this its API's address?":
    "{0} の応答は JSON ではありません（ステータス {1}）。API のアドレスとして正しいですか。",
  "{0} did not answer within {1} {1, plural, one {second} other {seconds}}.": "{0} は {1} 秒以内に応答しませんでした。",
  "{0} does not answer as Prometheus does.": "{0} の応答は Prometheus のものではありません。",
  "{0} {0, plural, one {event} other {events}} within {1} {0, plural, one {is} other {are}} too few to judge (at least {2} {2, plural, one {is} other {are}} needed)":
    "{1} のイベントが {0} 件では判断できません（{2} 件以上が必要です）",
  "{0} is not a name that is allowed here.": "{0}は、ここで使える名前ではありません。",
  "{0} is not able to answer now (status {1}).": "{0} は現在応答できません（ステータス {1}）。",
  "{0} must be {1}.": "{0}は{1}でなければなりません。",
  "{0} of {1} {1, plural, one {event was} other {events were}} bad": "{1} 件中 {0} 件が不良",
  "{0} of {1} {1, plural, one {slice was} other {slices were}} bad": "{1} 区間中 {0} 区間が不良",
  "{0} or {1}": "{0}または{1}",
  "{0} redirects to {1} (status {2}). Use the address that it redirects to.":
    "{0} は {1} に転送しています（ステータス {2}）。転送先のアドレスを指定してください。",
  "{0} refuses the credentials (status {1}).": "{0} が認証情報を拒否しました（ステータス {1}）。",
  "{0}.": "{0}。",
  "{0}: the alert {1} is quiet over {2}.": "{0}：アラート {1} は {2} で発火していません。",
  "{0}: the error budget of {1} is exactly used up: {2}": "{0}：{1} のエラーバジェットをちょうど使い切りました：{2}",
  "{0}: the error budget of {1} is overspent by {2}: {3}": "{0}：{1} のエラーバジェットを {2} 超過しています：{3}",
  "{0}: {1}.": "{0}：{1}。",
  "{0}: {1}: {2}": "{0}：{1}：{2}",
  "The credentials for {0} have characters that a header cannot have.":
    "{0} の認証情報に、ヘッダーに使えない文字があります。",
  "{0} does not accept our certificate ({1}). Give certFile and keyFile.":
    "{0} がクライアント証明書を受け付けませんでした（{1}）。certFile と keyFile を指定してください。",
  "The certificate or key for {0} cannot be used ({1}).": "{0} に使う証明書または鍵を利用できません（{1}）。",
  "{0} does not speak TLS ({1}). Does its address begin with http:?":
    "{0} は TLS で応答していません（{1}）。アドレスは http: で始まりませんか。",
  "{0} refuses the keys (status {1}). Check both keys, the site, and that the application key may use timeseries_query.":
    "{0} がキーを拒否しました（ステータス {1}）。2 つのキー、サイト、アプリケーションキーの timeseries_query 権限を確認してください。",
  'Datadog\'s API v1 has no formulas. Write "query" with the whole term, or use apiVersion: v2.':
    "Datadog の API v1 には formula がありません。「query」 に式全体を書くか、apiVersion: v2 を使ってください。",
  "There is no key for Datadog: set {0}, or name its file in {1}.":
    "Datadog のキーがありません。{0} を設定するか、キーのファイルを {1} に書いてください。",
  "{0} answers in steps of {1} {1, plural, one {second} other {seconds}}, not of {2}. Use longer burn windows.":
    "{0} は {2} 秒ではなく {1} 秒の間隔で応答しました。より長いバーンウィンドウを使ってください。",
  "This metric source does not say what to ask Datadog for.":
    "このメトリクスの取得元には、Datadog への問い合わせ内容がありません。",
  'Write "query", such as sum:http.requests{code:5xx}.as_count(), or "queries" by name and a "formula".':
    "sum:http.requests{code:5xx}.as_count() のような 「query」、または名前付きの 「queries」 と 「formula」 を書いてください。",
  "This query of Datadog does not count events.": "この Datadog のクエリは、イベントの件数を数えていません。",
  "End each metric with .as_count(), as in sum:http.requests{*}.as_count(), and leave out .rollup(): it is added for each window.":
    "sum:http.requests{*}.as_count() のように各メトリクスを .as_count() で終え、.rollup() は書かないでください（ウィンドウごとに付加されます）。",
  "Datadog refuses the query: {0}.": "Datadog がクエリを拒否しました：{0}。",
  "{0} does not answer as Datadog does.": "{0} の応答は Datadog のものではありません。",
  'Give both "certFile" and "keyFile", or neither.':
    "「certFile」 と 「keyFile」 は両方とも書くか、両方とも省いてください。",
  'The "site" is a name such as datadoghq.eu or us5.datadoghq.com.':
    "「site」 は datadoghq.eu や us5.datadoghq.com のような名前です。",
  'The "apiVersion" of Datadog is v1 or v2.': "Datadog の 「apiVersion」 は v1 または v2 です。",
  'The files that the policy names under "slo" have no SLO.':
    "ポリシーの「slo」に挙げられたファイルには SLO がありません。",
  '--stage-since cannot be "{0}".': "--stage-since に「{0}」は指定できません。",
  "{0}: the server answered in part only, so nothing was kept: {1}":
    "{0}: サーバーの応答が一部だけだったため、何も保存しませんでした：{1}",
  "{0} {0, plural, one {row has} other {rows have}} more good or bad events than there are in all; they were not kept.":
    "{0} 行で、良いイベントまたは悪いイベントが全体の数を上回っています。保存しませんでした。",
  "This is not a time zone of the IANA database.": "IANA データベースのタイムゾーンではありません。",
  '"{0}" is larger than {1}: so many events cannot be counted exactly.':
    "「{0}」が {1} より大きく、これほど多くのイベントは正確に数えられません。",
  "A row cannot cover {0}: at most a year.": "1 行で {0} をカバーすることはできません。最大 1 年です。",
  '"{0}" is not a recurrence rule.': "「{0}」は繰り返しの規則として読めません。",
  "Write it as iCalendar does (RFC 5545), such as FREQ=WEEKLY;BYDAY=SU.":
    "FREQ=WEEKLY;BYDAY=SU のように、iCalendar（RFC 5545）の形式で書いてください。",
  "This part selects the same numbers as the total, so that all would be the same.":
    "この部分は全体と同じ数を選んでいるため、すべてが同じになってしまいます。",
  'Give it other labels, another metric, or "field": good or bad.':
    "別のラベルか別のメトリクスを選ぶか、「field」に good または bad を指定してください。",
  "{0}: there are no data within {1}.": "{0}: {1} の間のデータがありません。",
  "{0}: {1} of the error budget is left, {2} of {3}; {4}": "{0}: エラーバジェットの残りは {1}（{3} のうち {2}）。{4}",
  "since the budget was reset at {0}: {1}": "{0} にバジェットをリセットしてから：{1}",
  "{0} {0, plural, one {minute} other {minutes}}": "{0} 分",
  "{0} {0, plural, one {second} other {seconds}}": "{0} 秒",
  "It is judged on {0} of data, {1} of the period so far (below {2} this warns).":
    "{0} のデータ、つまりこれまでの期間の {1} だけで判定しています（{2} 未満で警告します）。",
  "{0}: the error budget burns {1} times too fast over {2} ({3}), and {4} times over {5} (more than {6}); {7} of the budget in that time.":
    "{0}: エラーバジェットの消費が速すぎます。{2} で {1} 倍（{3}）、{5} で {4} 倍（上限 {6} 超）。この間にバジェットの {7} を消費しました。",
  "{0} of {1} {1, plural, one {event} other {events}} bad": "{1} イベント中 {0} 件が不良",
  "{0} of {1} {1, plural, one {slice} other {slices}} bad": "{1} スライス中 {0} 個が不良",
  "{0}: the error budget burns {1} times as fast as it may over {2} ({3}; at most {4}).":
    "{0}: エラーバジェットの消費は {2} で許容の {1} 倍です（{3}、上限 {4}）。",
  "{0}: the error budget burned {1} times as fast as it may over {2} ({3}; more than {4}), but only {5} times over {6}.":
    "{0}: エラーバジェットの消費は {2} では許容の {1} 倍でしたが（{3}、上限 {4} 超）、{6} では {5} 倍にとどまっています。",
  "This query cannot be grouped by {0}, as it cannot be understood.":
    "このクエリは解釈できないため、{0} ごとに分けられません。",
  "Correct its syntax, or let it give one series for each group.":
    "構文を直すか、グループごとに 1 つの系列を返すようにしてください。",
  "SLOs over Datadog are not grouped when they are asked for.":
    "Datadog の SLO は、問い合わせるときにグループに分けられません。",
  "Write an SLO for each group, with its tag in the queries.":
    "グループごとに、そのタグをクエリに入れた SLO を書いてください。",
  "A group has a value for each of the labels: {0}.": "グループには、各ラベル ({0}) の値が 1 つずつ必要です。",
  '{0} has more groups than the {1} that are judged: {2} {2, plural, one {row} other {rows}} of others did not count. Raise "most" under "grouping" in the policy, or group by a label with fewer values.':
    '{0} のグループが、判定する {1} 個より多くあります。ほかのグループの {2} 行は数えていません。ポリシーの "grouping" の "most" を増やすか、値の種類が少ないラベルで分けてください。',
  "{0}: the burn over {1} is not judged: the file switches its page alerts off.":
    "{0}: {1} のバーンは判定しません。ファイルがページ用アラートを無効にしているからです。",
  "{0}: the burn over {1} is not judged: the file switches its ticket alerts off.":
    "{0}: {1} のバーンは判定しません。ファイルがチケット用アラートを無効にしているからです。",
  'sloth\'s "{0}"': 'sloth の "{0}"',
  "{0} is not carried out: the program that it names is not run.":
    "{0} は適用されません。指定されたプログラムは実行しないからです。",
  "Write into the SLO or its queries what it would change, or keep making these rules with the tool that runs it.":
    "それが変える内容を SLO かクエリに直接書くか、このルールだけはそれを実行するツールで作り続けてください。",
  "{0}: {1} is not carried out: the program that it names is not run.":
    "{0}: {1} は適用されません。指定されたプログラムは実行しないからです。",
  "{0}: no rules, as it has no query that Prometheus could evaluate.":
    "{0}: Prometheus が評価できるクエリがないため、ルールを作りません。",
  '{0}: no rule for the budget left, as Prometheus knows no calendar; "check" does.':
    '{0}: Prometheus は暦を扱えないため、残りの予算のルールを作りません。"check" は判定します。',
  "{0}: no rule for the alert {1}: it fires while the burn rate is low.":
    "{0}: アラート {1} のルールは作りません。バーンレートが低いときに発報する定義だからです。",
  "{0}: Prometheus allows no such names of labels, so they are {1}: {2}.":
    "{0}: 次のラベル名は Prometheus では使えないため、{1} にします: {2}。",
  '{0}: its label "slo" is only on its alerts, as the rules are found by that name.':
    '{0}: ラベル "slo" はルールを見分ける名前なので、この SLO の "slo" はアラートにだけ付けます。',
  "{0}: the alert {1} is not judged: it fires while the burn rate is low.":
    "{0}: アラート {1} は判定しません。バーンレートが低いときに発報する定義だからです。",
  '{0}: the alert {1} never fires: its policy has "alertWhenBreaching: false".':
    "{0}: アラート {1} は発報しません。ポリシーに「alertWhenBreaching: false」があるためです。",
  "{0}: the alert {1} fires: the error budget burns {2} times as fast as it may over {3} ({4}; {5} {6}).":
    "{0}: アラート {1} が発報しています。エラーバジェットの消費は {3} で許容の {2} 倍です（{4}、{5} {6}）。",
  "{0}: the alert {1} breaches over {2}, but not yet for {3}.":
    "{0}: アラート {1} は {2} で条件を超えていますが、まだ {3} 続いていません。",
  "there are no data: {0}": "データがありません。{0}",
  "the server answered in part only": "サーバーの応答は一部だけでした",
  'the server has no such series: "{0}" ({1})': "サーバーに該当する系列がありません：「{0}」（{1}）",
  'no server is named for "{0}" ({1}): "{2}" in the policy names one':
    "「{0}」（{1}）を問い合わせるサーバーが指定されていません。ポリシーの「{2}」で指定できます",
  '"{0}" never had a row ({1})': "「{0}」の行が一度もありません（{1}）",
  '"{0}" has no counter that was read twice ({1})': "「{0}」には 2 回以上読み取られたカウンターがありません（{1}）",
  '"{0}" never had a row ({1}), only rows with other labels':
    "「{0}」の行が一度もありません（{1}）。ほかのラベルの行だけです",
  '"{0}" never had a row ({1}; was "{2}" meant?)':
    "「{0}」の行が一度もありません（{1}。「{2}」の間違いではありませんか）",
  "about {0}": "約 {0}",
  "There are {0} to judge.": "{0}のため判断できません。",
  "too few events": "イベント不足",
  "too few values": "値不足",
  "{0} {0, plural, one {value} other {values}} within {1} {0, plural, one {is} other {are}} too few to judge (at least {2} {2, plural, one {is} other {are}} needed)":
    "{1} の値が {0} 個では判断できません（{2} 個以上が必要です）",
  "{0} of {1} {1, plural, one {value was} other {values were}} bad": "{1} 個中 {0} 個が不良",
  "{0} of {1} {1, plural, one {value} other {values}} bad": "{1} 個の値のうち {0} 個が不良",
  '"{0}" has no row that counts ({1})': "「{0}」には数えられる行がありません（{1}）",
  "its first period begins at {0}": "最初の期間は {0} に始まります",
  '{0}: "{1}" is more than the total in {2} {2, plural, one {row} other {rows}} ({3})':
    "{0}：{2} 行で「{1}」が全体の数を上回っています（{3}）",
  "{0}: {1} has had no row since {2}, while others go on ({3}).":
    "{0}：{1} の行が {2} からありません。ほかの行は続いています（{3}）。",
  'This file ends without "# EOF": it was cut off.':
    "このファイルは「# EOF」なしで終わっています。途中で切れています。",
  "The last line has no end: it was cut off.": "最後の行に改行がありません。途中で切れています。",
  "Scrape it again; or name it .prom if it is Prometheus's own text format.":
    "取得し直すか、Prometheus 独自のテキスト形式であれば名前を .prom にしてください。",
  "Scrape it again.": "取得し直してください。",
  "there are no data since {0}": "{0} 以降のデータがありません",
  "the good events had no row in {0}, in which there were {1} {1, plural, one {event} other {events}} in all":
    "{0} の間、全体では {1} 件のイベントがあったのに、良いイベントの行がありません",
  "the last {0} do not count: {1}": "直近 {0} は対象外です：{1}",
  "there are no data in the last {0}": "直近 {0} のデータがありません",
  "there are no data since the stage began at {0}; the newest are of {1}":
    "{0} にステージが始まってからのデータがありません。最新のデータは {1} のものです",
  "{0} {0, plural, one {repeats} other {repeat}} other rows": "{0} 行はほかの行の重複です",
  "{0} contradict another row of the same time (the worse one counts)":
    "{0} 行は同じ時刻の別の行と矛盾しています（悪いほうを数えます）",
  '{0} {0, plural, one {row} other {rows}} of {1} {0, plural, one {was} other {were}} not counted: a value at a moment counts no events. Write "type": "count" or "counter", if it does.':
    '{1} の {0} 行は数えませんでした。ある時点の値はイベントの数ではありません。数である場合は "type": "count" または "counter" と書いてください。',
  "{0} {0, plural, one {row} other {rows}} of {1} {0, plural, one {was} other {were}} not used: counts are no measured values.":
    "{1} の {0} 行は使いませんでした。件数は測定値ではありません。",
  "{0} {0, plural, one {row} other {rows}} of {1} {0, plural, one {was} other {were}} not counted: they do not say what the SLO asks for.":
    "{1} の {0} 行は数えませんでした。SLO が必要とする値が書かれていません。",
  "{0} histograms of {1} {0, plural, one {was} other {were}} not used: the objective's value {2} is none of their bounds ({3}).":
    "{1} のヒストグラム {0} 件は使いませんでした。目標の値 {2} が境界（{3}）のどれでもありません。",
  "{0} histograms of {1} {0, plural, one {was} other {were}} counted by the next bound on the safe side: the objective's value {2} is none of their bounds ({3}).":
    "{1} のヒストグラム {0} 件は、安全側で最も近い境界で数えました。目標の値 {2} が境界（{3}）のどれでもありません。",
  "{0} {0, plural, one {row} other {rows}} of {1} {0, plural, one {was} other {were}} not used: a ratio lies between 0 and 1.":
    "{1} の {0} 行は使いませんでした。比率は 0 から 1 の間です。",
  "{0} {0, plural, one {row} other {rows}} of {1} {0, plural, one {was} other {were}} not counted: they have more good events than there are in all.":
    "{1} の {0} 行は数えませんでした。良いイベントが全体の数を上回っています。",
  "{0} {0, plural, one {row} other {rows}} of {1} {0, plural, one {was} other {were}} not counted: a count is at least 0 and at most {2}.":
    "{1} の {0} 行は数えませんでした。件数は 0 以上 {2} 以下です。",
  "A duration cannot be negative.": "所要時間は負にはなりません。",
  '"{0}" is longer than a year.': "「{0}」は 1 年を超えています。",
  "{0} {0, plural, one {row} other {rows}} of {1} {0, plural, one {was} other {were}} not used: they are measured in another unit.":
    "{1} の {0} 行は使いませんでした。単位が異なります。",
  '{0}: "{1}" never had a row and was taken as zero, as its metric has other rows ({2}).':
    "{0}: 「{1}」の行は一度もありませんが、同じメトリクスにほかの行があるため 0 としました（{2}）。",
  '{0}: "{1}" had no row in {2} {2, plural, one {row} other {rows}} of the total, the last of {3}; there it was taken as zero ({4}).':
    "{0}: 全体の {2} 行（最後は {3}）に対して「{1}」の行がなく、そこでは 0 としました（{4}）。",
  '{0}: "{1}" is more than the total in {2} {2, plural, one {row} other {rows}}, the last of {3} ({4}).':
    "{0}: {2} 行（最後は {3}）で「{1}」が全体の数を上回っています（{4}）。",
  '{0}: {1} {1, plural, one {event} other {events}} of "{2}" lie where the total has no row; they were not counted ({3}).':
    "{0}: 「{2}」の {1} 件は、全体の行がない時間にあるため数えませんでした（{3}）。",
  'no series of {0} has the label "{1}" by which "{2}" selects ({3}). Correct it, or write "absent: zero" beside the query if only what happens has that label':
    "「{2}」の条件 ({3}) にあるラベル「{1}」を持つ {0} の系列がありません。ラベルを直してください。起きたときだけ付くラベルなら、クエリーの横に「absent: zero」と書いてください",
});
