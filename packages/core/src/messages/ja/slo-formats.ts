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
  'Pyrra\'s "grouping" asks for a budget for each value of a label, which is not read from its files.':
    "Pyrra の「grouping」はラベルの値ごとの予算を求めますが、このファイルからは読み込めません。",
  'Write one SLO for each value, or remove "grouping" to judge them together.':
    "値ごとに SLO を書くか、「grouping」を取り除いてまとめて判定してください。",
  empty: "空",
  "a value": "値",
});
