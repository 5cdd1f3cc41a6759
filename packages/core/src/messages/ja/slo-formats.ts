/** English pattern -> Japanese, see messages/render.ts: what is told of the ways to write SLOs. */
export const sloFormats = (): Readonly<Record<string, string>> => ({
  '"{0}" is not an annotation\'s name: write "name" or "prefix/name", the prefix a DNS subdomain, the name at most 63 letters, digits, "-", "_" and ".".':
    "「{0}」はアノテーションの名前ではありません。「名前」または「接頭辞/名前」と書いてください。接頭辞は DNS サブドメイン、名前は 63 文字以内の英数字と「-」「_」「.」です。",
  "This is a file of Google's slo-generator, which is not read.":
    "これは Google の slo-generator のファイルです。この形式は読み込めません。",
  'Write it as OpenSLO v1: "filter_good" becomes "good", "filter_valid" becomes "total", "goal" becomes "target"; "release-gate init --slo" writes one to begin with.':
    "OpenSLO v1 で書いてください。「filter_good」は「good」、「filter_valid」は「total」、「goal」は「target」になります。ひな形は「release-gate init --slo」で作れます。",
  "This is a file of Nobl9, which is not read.": "これは Nobl9 のファイルです。この形式は読み込めません。",
  'Write it as OpenSLO v1: "countMetrics" becomes "ratioMetric", "rawMetric" becomes "thresholdMetric"; "release-gate init --slo" writes one to begin with.':
    "OpenSLO v1 で書いてください。「countMetrics」は「ratioMetric」、「rawMetric」は「thresholdMetric」になります。ひな形は「release-gate init --slo」で作れます。",
  "OpenSLO v2alpha is work in progress and not read.": "OpenSLO v2alpha は策定中のため、読み込めません。",
  "Write it as openslo/v1.": "openslo/v1 で書いてください。",
  "These are burn windows of sloth, not SLOs.": "これは sloth のバーンウィンドウで、SLO ではありません。",
  'Write them as "windows" under "slo:" of release-gate.yaml.':
    "release-gate.yaml の「slo:」の下に「windows」として書いてください。",
  "These are rules of Prometheus, not SLOs.": "これは Prometheus のルールで、SLO ではありません。",
  'Name the file that they were made from (OpenSLO, sloth, Pyrra) in "files".':
    "元になったファイル（OpenSLO、sloth、Pyrra）を「files」に指定してください。",
  "This is a file of Keptn's quality gates, which is not read.":
    "これは Keptn の品質ゲートのファイルです。この形式は読み込めません。",
  'Write its objectives as OpenSLO v1; "release-gate init --slo" writes one to begin with.':
    "目標を OpenSLO v1 で書いてください。ひな形は「release-gate init --slo」で作れます。",
  '"{0}" is not the apiVersion of a format that is read.': "「{0}」は、読み込める形式の apiVersion ではありません。",
  "This document does not say which format it is written in.":
    "この文書には、どの形式で書かれているかが示されていません。",
  'Write "apiVersion: openslo/v1"; also read are OpenSLO v1alpha, sloth (prometheus/v1, sloth.slok.dev/v1) and Pyrra (pyrra.dev/v1alpha1).':
    "「apiVersion: openslo/v1」と書いてください。OpenSLO v1alpha、sloth（prometheus/v1、sloth.slok.dev/v1）、Pyrra（pyrra.dev/v1alpha1）も読み込めます。",
  "OpenSLO v1alpha does not say how long a time slice is.":
    "OpenSLO v1alpha には、タイムスライスの長さの指定がありません。",
  'Write this SLO as openslo/v1, with "timeSliceWindow".':
    "この SLO は openslo/v1 で、「timeSliceWindow」を付けて書いてください。",
  "A time window is a whole number of minutes.": "時間枠は分単位の整数でなければなりません。",
  "Choose a multiple of {0}.": "{0} の倍数にしてください。",
  'Add "ratioMetrics" here, or "indicator" with "thresholdMetric" to the SLO.':
    "ここに「ratioMetrics」を追加するか、SLO に「thresholdMetric」を持つ「indicator」を追加してください。",
  'The target "{0}" is not a percentage from 0 to below 100.':
    "目標値「{0}」は、0 以上 100 未満のパーセントではありません。",
  'Write one such as "99.9".': "「99.9」のように書いてください。",
  'The window "{0}" is not a whole number of minutes.': "期間「{0}」は、分単位の整数になりません。",
  "Write one such as 28d, 4w or 30d.": "28d、4w、30d のように書いてください。",
  'Add "ratio", "latency" or "bool_gauge".': "「ratio」「latency」「bool_gauge」のいずれかを追加してください。",
  'Pyrra\'s "latencyNative" is not read here.': "Pyrra の「latencyNative」は読み込めません。",
  'Write "latency" over the buckets of a classic histogram, or this SLO as OpenSLO v1.':
    "従来型ヒストグラムのバケットを使う「latency」にするか、この SLO を OpenSLO v1 で書いてください。",
  "Nothing tells what the SLO is to count.": "SLO で何を数えるかが指定されていません。",
  "Name a server, --prometheus http://localhost:9090, or for snapshots in files a metric, --metric checkout_requests.":
    "サーバー（--prometheus http://localhost:9090）か、ファイルのスナップショットならメトリクス（--metric checkout_requests）を指定してください。",
  'Wrote {0}: an SLO over the rows "{1}" of snapshots in the folder metrics.':
    "{0} を書き込みました。フォルダー metrics のスナップショットの「{1}」の行についての SLO です。",
  'Wrote {0}: an SLO over {1}, of which {2}=~"{3}" are errors.':
    '{0} を書き込みました。{1} についての SLO で、{2}=~"{3}" をエラーとします。',
  "The server also has {0}: choose one with --metric.": "サーバーには {0} もあります。--metric で選べます。",
  "Start the server, or correct --prometheus.": "サーバーを起動するか、--prometheus を直してください。",
  '--prometheus cannot be "{0}".': "--prometheus に「{0}」は指定できません。",
  "Write its address, as http://localhost:9090.": "http://localhost:9090 のようにアドレスを書いてください。",
  '--metric cannot be "{0}".': "--metric に「{0}」は指定できません。",
  "Write the name of a counter, without labels.": "ラベルを付けずに、カウンターの名前を書いてください。",
  "The server has no such series: {0}.": "サーバーに該当する系列がありません：{0}。",
  "Leave --metric out, so that a counter of requests is looked for.":
    "--metric を省くと、リクエストのカウンターを探します。",
  "The server has no counter of requests with a label that says how they went.":
    "結果を示すラベルの付いたリクエストのカウンターが、サーバーにありません。",
  "Name a counter: --metric http_requests_total.": "カウンターを指定してください（例：--metric http_requests_total）。",
  "No label of {0} says how a request went (one of {1}).":
    "{0} には、リクエストの結果を示すラベル（{1} のいずれか）がありません。",
  'Name a counter that has one, or write the SLO by hand: "release-gate init --slo --metric {0}" writes one over snapshots to change.':
    "そのラベルを持つカウンターを指定するか、SLO を手で書いてください。「release-gate init --slo --metric {0}」でスナップショット用のひな形を作れます。",
  "--prometheus and --metric belong to --slo.": "--prometheus と --metric は --slo と一緒に使います。",
  "{0} exists and is kept. Add these lines to it:": "{0} はすでにあるため、変更しません。次の行を追加してください。",
  "Add --slo.": "--slo を付けてください。",
  'Next: "release-gate check" judges what is there.': "次に「release-gate check」で判定できます。",
  empty: "空",
  "a value": "値",
});
