/** English pattern -> Japanese, see messages/render.ts. */
export const cli = (): Readonly<Record<string, string>> => ({
  'What {0} has counts as released ("since" in release-gate.yaml).':
    "{0} にあるものをリリース済みとみなします（release-gate.yaml の since）。",
  "It is not known what was released: each of the {0} {0, plural, one {file} other {files}} is judged as a deployment of its own, after the files before it.":
    "リリース済みのものが分かりません。{0} 個のファイルをそれぞれ 1 回のデプロイとして、その前にあるものに続けて判定します。",
  'Write "released: NAME" (the last migration in production) under "migrations" in release-gate.yaml, or name a git ref with --since.':
    'release-gate.yaml の "migrations" に "released: NAME"（本番にある最後のマイグレーション）と書くか、--since で git の参照を指定してください。',
  "The newest {0} count and are shown; of the {1} before them the findings are only counted.":
    "新しい {0} 個を表示して判定に使い、それより前の {1} 個は指摘の数だけを数えます。",
  "git does not know {0} of the files, so it cannot tell whether {1} has them: each is judged as a deployment of its own.":
    "git が知らないファイルが {0} 個あり、{1} にあるかどうかが分かりません。それぞれを 1 回のデプロイとして判定します。",
  "{0} of the files that were named are released, and so not judged.":
    "指定されたファイルのうち {0} 個はリリース済みなので、判定しません。",
  "Outside the paths of {0}, so judged in a place of its own: {1}.":
    "{0} の path の外にあるため、それだけで判定するファイル: {1}。",
  "{0}, {1} in {2} older files.": "古いファイル {2} 個に{0}、{1}。",
  "The {0} older files have {1}, which do not count:": "古いファイル {0} 個の指摘（{1}）。判定には使いません:",
  "None of the migrations is among those that {0} says have run.":
    "{0} が実行済みとするものの中に、このプロジェクトのマイグレーションが 1 つもありません。",
  'Check that the statistics are of this project\'s database, or say with "released" or "since" what is in production.':
    '統計がこのプロジェクトのデータベースのものか確かめるか、"released" または "since" で本番にあるものを指定してください。',
  "This is not a moment; write it as 2026-11-22T01:00:00Z.":
    "日時ではありません。2026-11-22T01:00:00Z のように書いてください。",
  "This is not a file of statistics: the text is not JSON from here on.":
    "統計ではありません: ここから先は JSON ではありません。",
  'Write them again with "release-gate collect --statistics URL".':
    '"release-gate collect --statistics URL" で書き直してください。',
  "PostgreSQL cannot parse the schema from here on.": "スキーマのここから先を PostgreSQL は解析できません。",
  'Write it with "pg_dump --schema-only --no-owner" or "release-gate collect --schema URL".':
    '"pg_dump --schema-only --no-owner" か "release-gate collect --schema URL" で書き出してください。',
  'The statistics are from PostgreSQL {0}, but PostgreSQL {1} is judged: set "postgres" in the policy.':
    '統計は PostgreSQL {0} のものですが、判定は PostgreSQL {1} で行っています。ポリシーの "postgres" を設定してください。',
  "The statistics are {0} {0, plural, one {day} other {days}} old: their sizes do not count, so every table may be large.":
    "統計は {0} 日前のものです。サイズは使わず、どのテーブルも大きいかもしれないものとして扱います。",
  'Write it with "{0}", or remove the key "{1}".': '"{0}" で書き出すか、キー "{1}" を外してください。',
  "--statistics and --schema cannot be used together.": "--statistics と --schema は同時に使えません。",
  "Run it once for each.": "1 つずつ実行してください。",
  "{0} needs the URL of a database.": "{0} にはデータベースの URL が必要です。",
  "Write it behind the flag, or set the environment variable {0}.":
    "フラグの後ろに書くか、環境変数 {0} を設定してください。",
  "{0} is not the URL of a PostgreSQL database.": "{0} の値は PostgreSQL データベースの URL ではありません。",
  "The database could not be read: {0}.": "データベースを読めませんでした: {0}。",
  "Give the role CONNECT on the database and pg_read_all_data, or USAGE and SELECT on what it is to read.":
    "ロールにデータベースへの CONNECT と pg_read_all_data、または読む対象への USAGE と SELECT を与えてください。",
  "The database cannot be reached: {0}.": "データベースに接続できません: {0}。",
  "Check the host, the port, the role and its password, and that the server may be reached from here.":
    "ホスト、ポート、ロールとパスワード、ここからサーバーに届くかどうかを確認してください。",
  "{0} may not be read: grant SELECT on it, or say what is released.":
    "{0} を読む権限がありません。SELECT を与えるか、リリース済みのものを指定してください。",
  "Invalid indexes: {0}": "無効なインデックス: {0}",
  "PostgreSQL {0}: {1} {1, plural, one {relation} other {relations}}": "PostgreSQL {0}: リレーション {1} 個",
  "{0}, no table of a known migration runner": "{0}、既知のマイグレーションランナーのテーブルなし",
  "{0}, released by {1}": "{0}、リリース済みの記録: {1}",
  "Written: {0}": "書き込みました: {0}",
  "{0} is not in the work tree of a git repository.": "{0} は git リポジトリの作業ツリーの中にありません。",
  'git does not know "{0}".': 'git は "{0}" を知りません。',
  '"{0}" names more than one commit: {1}.': '"{0}" は複数のコミットを指しています: {1}。',
  "{0}, and the first digits of a commit": "{0} と、あるコミットの先頭の桁",
  'Write the full name of the one that you mean, such as "{0}", or delete the other.':
    '"{0}" のように完全な名前で指定するか、もう一方を削除してください。',
  'Write the full name of the ref, such as "{0}", or all digits of the commit.':
    '"{0}" のように参照を完全な名前で指定するか、コミットをすべての桁で指定してください。',
  "The index of git is missing: {0}.": "git のインデックスがありません: {0}。",
  'Create it again with "git reset", or name one that exists in GIT_INDEX_FILE: without it every file counts as new.':
    '"git reset" で作り直すか、GIT_INDEX_FILE に実在するものを指定してください。インデックスがないと、すべてのファイルが新規として扱われます。',
  'Name a branch, a tag or a commit that was fetched, such as "origin/main".':
    '"origin/main" のように、取得済みのブランチ、タグ、コミットを指定してください。',
  '"{0}" and HEAD have no commit in common.': '"{0}" と HEAD には共通のコミットがありません。',
  "Name a ref of the same history.": "同じ履歴にある参照を指定してください。",
  'This clone is shallow. Fetch the history: "fetch-depth: 0" of actions/checkout, or "git fetch --unshallow"; "git fetch --deepen=100" may be enough.':
    'このクローンは浅い (shallow) ため履歴が足りません。actions/checkout の "fetch-depth: 0" か "git fetch --unshallow" で履歴を取得してください。"git fetch --deepen=100" で足りることもあります。',
  "git could not be started: {0}.": "git を起動できません: {0}。",
  "Install git and put it in the PATH: only git knows what changed since a ref.":
    "git をインストールして PATH に入れてください。参照以降の変更は git にしか分かりません。",
  "git cannot read the repository: {0}.": "git がリポジトリを読めません: {0}。",
  '"git {0}" failed: {1}.': '"git {0}" が失敗しました: {1}。',
  "it did not end within {0} {0, plural, one {minute} other {minutes}}": "{0} 分以内に終わりませんでした",
  "it was not found": "見つかりませんでした",
  "it gave more than can be read": "出力が大きすぎて読み切れません",
  "exit code {0}": "終了コード {0}",
  "it said nothing": "何も返しませんでした",
  'The folder belongs to another user. Run it as that user, or trust the folder: "git config --global --add safe.directory {0}".':
    'このフォルダーは別のユーザーのものです。そのユーザーで実行するか、"git config --global --add safe.directory {0}" でフォルダーを信頼してください。',
  'This clone is partial, and nothing is fetched while it is judged. Clone or fetch it whole: without "--filter", or with "git fetch --refetch --no-filter".':
    'このクローンは部分クローンで、判定中は何も取得しません。"--filter" なしでクローンするか、"git fetch --refetch --no-filter" で全体を取得してください。',
  "Run it in a work tree, or name the repository with GIT_DIR.":
    "作業ツリーの中で実行するか、GIT_DIR でリポジトリを指定してください。",
  'Repair the repository first; "git status" and "git fsck" say more.':
    '先にリポジトリを直してください。詳しくは "git status" と "git fsck" で分かります。',
  "{0} is used as the git directory of {1}, which it lies in.":
    "{0} が、それ自身を含む作業ツリー {1} の git ディレクトリとして使われています。",
  'Only a folder named ".git" is used without being named. If it is your own, name it with GIT_DIR.':
    '".git" だけを git ディレクトリとみなします。自分で用意したものなら GIT_DIR で指定してください。',
  'the filter "{0}" cannot be switched off': 'フィルター "{0}" を無効にできません',
  'Remove the filter with "=" in its name from git\'s configuration.':
    '名前に "=" を含むフィルターを git の設定から外してください。',
  "git cannot read the object {0}: {1}.": "git がオブジェクト {0} を読めません: {1}。",
  "Fetch the whole repository: a clone that is partial or damaged lacks files of its history.":
    "リポジトリ全体を取得してください。部分クローンや壊れたクローンには履歴のファイルが足りません。",
  "{0} is not merged yet.": "{0} はまだマージされていません。",
  "Resolve the conflict and stage the file: what will be committed is not known before.":
    "競合を解消してファイルをステージしてください。それまでは何がコミットされるか分かりません。",
  "{0} is a link to {1}, outside of the repository.": "{0} はリポジトリの外の {1} へのリンクです。",
  "Commit the file itself: what a link leads to elsewhere is not what the commit contains.":
    "ファイルそのものをコミットしてください。リポジトリの外のリンク先はコミットに含まれません。",
  "The index of git names {0}, which is outside of the repository.":
    "git のインデックスに、リポジトリの外にある {0} が載っています。",
  "No row of this run was kept. Free some space or correct the permissions, and run it again for the same window.":
    "今回の行は 1 つも保存されていません。空き容量か権限を直し、同じ期間でもう一度実行してください。",
  "--fix does not write {0}: it lies outside of {1}.": "--fix は {0} に書き込みません。{1} の外にあります。",
  "Run it in the repository that the file belongs to. Nothing was written.":
    "そのファイルが属するリポジトリで実行してください。何も書き込んでいません。",
  "Cannot write to standard output: {0}.": "標準出力に書き込めません: {0}。",
  "Free some space, or write to another place. The output is incomplete.":
    "空き容量を増やすか、出力先を変えてください。出力された内容は途中までです。",
  'Rebuild the index of git: "git reset".': '"git reset" でインデックスを作り直してください。',
  'Run it in a clone, or say which migrations are released with "released" in the policy.':
    'クローンの中で実行するか、ポリシーの "released" でリリース済みのマイグレーションを指定してください。',
  "--staged cannot be used with {0}.": "--staged は {0} と同時に使えません。",
  "Leave one of them out: --staged reads what git would commit, and writes nothing.":
    "どちらかを外してください。--staged は git がコミットする内容を読むだけで、何も書き込みません。",
  "Cannot write {0}: {1}.": "{0} に書き込めません: {1}。",
  "Cannot read {0}: {1}.": "{0} を読めません: {1}。",
  "Check the path and its permissions.": "パスと権限を確認してください。",
  "Name a file, a folder or a glob in quotes; paths are relative to {0}.":
    "ファイル、フォルダー、または引用符で囲んだグロブを指定してください。パスは {0} からの相対パスです。",
  "Name text files in UTF-8 only; leave binary files out of the paths.":
    "UTF-8 のテキストファイルだけを指定し、バイナリファイルはパスから外してください。",
  "No file matches {0}.": "{0} に一致するファイルはありません。",
  "Save the file as UTF-8.": "ファイルを UTF-8 で保存してください。",
  "{0} does not exist.": "{0} は存在しません。",
  "{0} is not UTF-8 text.": "{0} は UTF-8 のテキストではありません。",
  "{0} is not a text file: it has a NUL byte.": "{0} はテキストファイルではありません: NUL バイトを含んでいます。",
  'Correct "path" or "framework"; files must be named as the framework names them.':
    '"path" か "framework" を直してください。ファイル名はフレームワークの命名規則に従う必要があります。',
  "There is no migration in {0}": "{0} にマイグレーションがありません",
  "There is no migration of {0} in {1}": "{1} に {0} のマイグレーションがありません",
  '--only cannot be "{0}".': '--only に "{0}" は指定できません。',
  "Add one of: {0}.": "次のいずれかを追加してください: {0}。",
  "No release-gate.yaml was found in this folder or above it.":
    "このフォルダーにも上位のフォルダーにも release-gate.yaml が見つかりません。",
  "The policy configures nothing to check.": "ポリシーに検査対象が何も設定されていません。",
  'The policy does not configure "{0}".': 'ポリシーに "{0}" の設定がありません。',
  'Begin with "release-gate init", or name a policy with --config.':
    '"release-gate init" で始めるか、--config でポリシーを指定してください。',
  '--format cannot be "{0}".': '--format に "{0}" は指定できません。',
  "Correct:": "安全な例:",
  "Name a rule to explain.": "説明するルールを指定してください。",
  "Incorrect:": "危険な例:",
  '"release-gate explain --all" lists them.': '"release-gate explain --all" で一覧を表示できます。',
  "--stdin needs --stdin-filename.": "--stdin には --stdin-filename が必要です。",
  'Name files, folders or globs, or begin with "release-gate init".':
    'ファイル、フォルダー、グロブを指定するか、"release-gate init" で始めてください。',
  "Name the file that the text would have: its place in the history follows from it.":
    "テキストが入るはずのファイル名を指定してください。履歴の中での位置がそこから決まります。",
  "There is nothing to lint: no files were named and no release-gate.yaml was found.":
    "検査するものがありません: ファイルの指定がなく、release-gate.yaml も見つかりません。",
  "This is a bug in Release Gate; please report it with this text:":
    "Release Gate の不具合です。次のテキストを添えて報告してください:",
  "Give the others a file: --format json=report.json.":
    "ほかの形式にはファイルを指定してください: --format json=report.json",
  "Only pretty and github can go to the terminal together.": "端末に同時に出力できる形式は pretty と github だけです。",
  '{0} cannot be "{1}".': '{0} に "{1}" は指定できません。',
  '--now cannot be "{0}".': '--now に "{0}" は指定できません。',
  "Write a moment with its offset, such as 2026-11-22T10:00:00+09:00 or 2026-11-22T01:00:00Z.":
    "時差付きの日時で書いてください。例: 2026-11-22T10:00:00+09:00、2026-11-22T01:00:00Z",
  "({0} more for the same reason: {1})": "(ほか {0} 件も同じ理由: {1})",
  "({0} more {0, plural, one {passes} other {pass}})": "(ほか {0} 件も合格)",
  "A live stage would be rolled back.": "公開中の段階ならロールバックになります。",
  HOLD: "保留",
  "HOLD: do not go on.": "保留: 先に進まないでください。",
  "Next: not before {0}.": "次の機会: {0} 以降です。",
  "Next: {0} more {0, plural, one {sample is} other {samples are}} needed, not before {1}.":
    "次の機会: あと {0} サンプルが必要で、{1} 以降です。",
  "Next: {0} more {0, plural, one {sample is} other {samples are}} needed.": "次の機会: あと {0} サンプルが必要です。",
  "PROMOTE: it is safe to go on.": "昇格: 先に進んで安全です。",
  "ROLL BACK": "ロールバック",
  "ROLL BACK: users are being hurt now.": "ロールバック: 今まさにユーザーに影響が出ています。",
  'The policy says "enforce: report", so this exits 0 whatever the verdict.':
    'ポリシーが "enforce: report" なので、判定にかかわらず終了コードは 0 です。',
  live: "公開中",
  "not live": "公開前",
  pass: "合格",
  "stage {0} ({1})": "段階 {0} ({1})",
  warn: "警告",
  error: "エラー",
  "in {0} {0, plural, one {file} other {files}}, {1} {1, plural, one {statement} other {statements}} (PostgreSQL {2}).":
    "({0} ファイル、{1} 文、PostgreSQL {2})",
  warning: "警告",
  "{0} {0, plural, one {file} other {files}} not read": "未読 {0} ファイル",
  "{0} {0, plural, one {statement} other {statements}} not judged": "未判定 {0} 文",
  "{0} more {0, plural, one {is} other {are}} not shown here; --format json has them all.":
    "ほか {0} 件はここに表示していません。--format json にすべて含まれます。",
  "{0} suppressed": "抑制 {0} 件",
  "{0} {0, plural, one {error} other {errors}}": "エラー {0} 件",
  "{0} {0, plural, one {warning} other {warnings}}": "警告 {0} 件",
  "1 error": "エラー 1 件",
  "1 warning": "警告 1 件",
  "{0}, {1} in {2}.": "{2}: {0}、{1}。",
  "{0} in {1}.": "{1}: {0}。",
  "{0} has no statements.": "{0} に文はありません。",
  "{0} is safe to run ({1}).": "{0} は安全に実行できます ({1})。",
  "No migration ships with this release.": "このリリースで実行されるマイグレーションはありません。",
  "Name the version or the name of a migration.": "マイグレーションのバージョンか名前を指定してください。",
  'The released migration "{0}" is not among the migrations.':
    'リリース済みとされたマイグレーション "{0}" が見つかりません。',
  "There is nothing to trace: no files were named and no release-gate.yaml was found.":
    "実行するものがありません: ファイルの指定がなく、release-gate.yaml も見つかりません。",
  "Name files, folders or globs.": "ファイル、フォルダー、グロブを指定してください。",
  "Write it as postgresql://user@host:5432/database.": "postgresql://user@host:5432/database の形で書いてください。",
  '--time-limit cannot be "{0}".': '--time-limit に "{0}" は指定できません。',
  "Write a number of seconds.": "秒数を数値で書いてください。",
  "The history was refused: {0} {1}: {2}": "履歴がサーバーに拒否されました: {0} {1}: {2}",
  "{0} {0, plural, one {statement} other {statements}} on {1}: {2} {2, plural, one {differs} other {differ}} from what was predicted, {3} {3, plural, one {was} other {were}} not run.":
    "{1} で {0} 文を実行: 予測と異なるもの {2} 件、未実行 {3} 件。",
  "takes no lock that its transaction does not hold already":
    "トランザクションがすでに保持しているロック以外は取りません",
  "locks no existing relation": "既存のリレーションはロックしません",
  "Its locks could not be seen: only one session is there.":
    "セッションが 1 つしかないため、ロックは観測できませんでした。",
  "{0} on {1}": "{1} に {0}",
  "rewrites {0}": "{0} を書き換え",
  "reads {0} ({1})": "{0} を読み取り ({1})",
  "builds {0} on {1}": "{1} に {0} を構築",
  "error {0}: {1}": "エラー {0}: {1}",
  "{0}: predicted {1}, the server did {2}.": "{0}: 予測は {1}、サーバーの実際は {2} です。",
  "{0}: the server did it{1}, and the prediction does not have it.":
    "{0}: サーバーは行いましたが{1}、予測にありません。",
  "{0}: predicted{1}, and the server did not do it.": "{0}: 予測しましたが{1}、サーバーは行いませんでした。",
  'There is no kind "{0}" of rules.': 'ルールの種類 "{0}" はありません。',
  "Use one of: rules, PrometheusRule.": "rules か PrometheusRule を指定してください。",
  "A file of rules has no name, namespace or labels.": "ルールのファイルには名前、名前空間、ラベルがありません。",
  "Add --kind PrometheusRule, or leave out --name, --namespace and --label.":
    "--kind PrometheusRule を付けるか、--name、--namespace、--label を外してください。",
  '{0} "{1}" is no name of Kubernetes.': '{0} の "{1}" は Kubernetes の名前として使えません。',
  'Use at most 253 small letters, digits, "-" and ".", with a letter or digit at both ends.':
    '英小文字、数字、"-"、"." を 253 文字まで使えます。両端は英小文字か数字です。',
  '--label "{0}" is no label of Kubernetes.': '--label の "{0}" は Kubernetes のラベルではありません。',
  "Write it as name=value: release=prometheus.": "release=prometheus のように 名前=値 で書いてください。",
  'Add "slo:" with "files:", the folder of your SLOs.': '"slo:" に "files:" (SLO のフォルダー) を書いてください。',
  "Write a duration of at least a second, such as 10s, 5m or 1h30m.":
    "1 秒以上の期間を 10s、5m、1h30m のように書いてください。",
  "{0} Trying again in {1} {1, plural, one {second} other {seconds}}.": "{0} {1} 秒後に再試行します。",
  "{0}: the metrics could not be read: {1}": "{0}: メトリクスを読めませんでした: {1}",
  "{0} {0, plural, one {row} other {rows}} of {1} {1, plural, one {SLO} other {SLOs}}: {2}":
    "{1} 件の SLO の {0} 行: {2}",
  "{0} {0, plural, one {row} other {rows}} of {1} {1, plural, one {SLO} other {SLOs}} ({2} {2, plural, one {was} other {were}} there already): {3}":
    "{1} 件の SLO の {0} 行 ({2} 行は収集済み): {3}",
  "None of the policy's SLOs has a server that could be asked.":
    "ポリシーの SLO に、問い合わせ先のサーバーを持つものがありません。",
  'Write "prometheus: { url: http://prometheus:9090 }" or "datadog:" under "slo:" of release-gate.yaml, or give their metric sources a metricSourceRef to a DataSource with connectionDetails.':
    "release-gate.yaml の「slo:」の下に「prometheus: { url: http://prometheus:9090 }」か「datadog:」を書くか、metricSourceRef で connectionDetails を持つ DataSource を参照してください。",
  "Nothing was written.": "何も書き込んでいません。",
  "Nothing was written: there is no row of {0} {0, plural, one {SLO} other {SLOs}} from {1} to {2}.":
    "何も書き込んでいません。{0} 件の SLO には、{1} から {2} までの行がありません。",
  '"check" does not read this file yet: write "metrics: {0}" under "slo:" of {1}. From then on it judges by these rows and does not ask the server.':
    "「check」はこのファイルをまだ読みません。{1} の「slo:」の下に「metrics: {0}」と書いてください。以後はこれらの行で判定し、サーバーには問い合わせません。",
  "--every needs --watch.": "--every には --watch が必要です。",
  "Write --watch 5m --every 10s.": "--watch 5m --every 10s のように書いてください。",
  "--watch and --now cannot be given together.": "--watch と --now は同時に指定できません。",
  "Leave out --now: watching judges the present.": "監視は現在が対象です。--now を外してください。",
  "--every is longer than --watch.": "--every が --watch より長くなっています。",
  "Watching ended: roll back.": "監視終了: ロールバックしてください。",
  "Watching ended: {0} of {1} {1, plural, one {sample was} other {samples were}} good.":
    "監視終了: {1} 回中 {0} 回が良好でした。",
  "Watching ended: only {0} of {1} {1, plural, one {sample was} other {samples were}} good; at least half of them must be.":
    "監視終了: 良好だったのは {1} 回中 {0} 回だけです。半数以上が必要です。",
  "Watching ended: the last sample was not good ({0} of {1} {1, plural, one {was} other {were}}).":
    "監視終了: 最後の回が良好ではありませんでした ({1} 回中 {0} 回が良好)。",
  "Watching was interrupted after {0} of {1} {1, plural, one {sample} other {samples}}, of which {2} {2, plural, one {was} other {were}} good.":
    "監視は {1} 回中 {0} 回で中断されました。良好だったのは {2} 回です。",
  "{0}/{1} not read: {2}": "{0}/{1} 読み取れません: {2}",
  "{0}/{1} {2}, {3} good": "{0}/{1} {2}、良好 {3} 回",
  "{0}: {1}": "{0}: {1}",
  "The baseline {0} does not exist.": "ベースライン {0} がありません。",
  '"release-gate init" writes it; remove the key "baseline" where none is wanted.':
    '「release-gate init」が作成します。不要であればキー "baseline" を取り除いてください。',
  '"release-gate init" writes a baseline; one without findings is {"version": 1, "findings": []}.':
    'ベースラインは「release-gate init」が作成します。検出結果のないものは {"version": 1, "findings": []} です。',
  "--update-baseline cannot be used with --stdin.": "--update-baseline は --stdin と一緒には使えません。",
  "Save the file first: a baseline lists findings of saved files.":
    "先にファイルを保存してください。ベースラインは保存されている内容に対するものです。",
  "{0} exists and is kept.": "{0} は既にあるため、そのまま残します。",
  'Next: "release-gate lint" shows what counts from now on.':
    "次は「release-gate lint」で、これから数えられるものを確認してください。",
  "Wrote release-gate.yaml: {0} {0, plural, one {file} other {files}} of {1} in {2}.":
    "release-gate.yaml を作成しました: {2} に {1} のファイルが {0} 件あります。",
  "--path is for a project without a policy, but there is {0}.":
    "--path はポリシーのないプロジェクト用ですが、{0} があります。",
  'Leave --path out, or change "path" in the policy.': '--path を省くか、ポリシーの "path" を変更してください。',
  "No migrations were found: no SQL files that a framework names, and none that are numbered.":
    "マイグレーションが見つかりません。フレームワークの命名に合う SQL ファイルも、番号の付いた SQL ファイルもありません。",
  "It is not clear which migrations are meant: {0} ({1}) and {2} ({3}) hold {4} {4, plural, one {file} other {files}} each.":
    "対象のマイグレーションを判断できません。{0} ({1}) と {2} ({3}) に {4} 件ずつファイルがあります。",
  "Name one: release-gate init --path {0}.": "どちらかを指定してください: release-gate init --path {0}",
  'No baseline: add "baseline: {0}" under "migrations:" and run init again.':
    'ベースラインは作成していません。"migrations:" の下に "baseline: {0}" を追加して、もう一度 init を実行してください。',
  "No git hook: this folder is not in a git work tree.":
    "git フックは作成していません。このフォルダーは git の作業ツリーにありません。",
  "{0} runs release-gate already and is kept.": "{0} は既に release-gate を実行しているため、そのまま残します。",
  "{0} exists and is kept; add these lines to it:\n{1}":
    "{0} は既にあるため、そのまま残します。次の行を追加してください:\n{1}",
  "No git hook: {0} is shared by repositories; add these lines there:\n{1}":
    "git フックは作りません: {0} は複数のリポジトリで共有されています。次の行をそこに追加してください:\n{1}",
  "Nothing was written (--dry-run).": "何も書き込んでいません（--dry-run）。",
  "Wrote release-gate.yaml without migrations. Where there are some, name their folder there.":
    "マイグレーションなしで release-gate.yaml を作成しました。できたら、そのフォルダーをそこに書いてください。",
  'Up to {0} everything counts as released ("released" in release-gate.yaml).':
    "{0} までをリリース済みとみなします（release-gate.yaml の released）。",
  'Not judged by it: {0}. Add them to "path", or run init in their folder.':
    '判定の対象外: {0}。"path" に加えるか、そのフォルダーで init を実行してください。',
  "The server is PostgreSQL {0}, as the Compose files say.":
    "サーバーは PostgreSQL {0} です（Compose ファイルによる）。",
  'Wrote {0}: "release-gate lint --staged" before each commit.':
    "{0} を作成しました: コミットの前に毎回「release-gate lint --staged」を実行します。",
  "There is no baseline to update.": "更新するベースラインがありません。",
  '"release-gate init" writes the first one; the policy names it with "baseline" under "migrations".':
    '最初のものは「release-gate init」が作成します。ポリシーの "migrations" の下の "baseline" で指定します。',
  "{0} is unchanged: all of its findings are still found.": "{0} はそのままです。すべての検出結果がまだ残っています。",
  'No longer found, of {0}: {1}. "release-gate lint --update-baseline" takes them out.':
    "{0} のうち検出されなくなったもの: {1} 件。「release-gate lint --update-baseline」で取り除けます。",
  "Taken out of {0}, because no longer found: {1}.": "検出されなくなったため {0} から取り除きました: {1} 件。",
  "Wrote {0} with today's findings, which no longer count: {1}.":
    "今後は数えない今日の検出結果で {0} を作成しました: {1} 件。",
  'The user or the password in the address of the metrics source is not encoded as a URL has it. Write "%25" for "%".':
    'メトリクス取得元のアドレスにあるユーザー名またはパスワードが URL として正しくエンコードされていません。"%" は "%25" と書いてください。',
  "{0} would be given credentials ({1}) without encryption, so it was not asked. Use https, or set RELEASE_GATE_HOSTS={2} in the environment.":
    "{0} には認証情報 ({1}) が暗号化されずに送られるため、問い合わせませんでした。https を使うか、環境変数 RELEASE_GATE_HOSTS={2} を設定してください。",
  "{0} is not a site of Datadog, so it is not given {1}. If it may have it, set RELEASE_GATE_HOSTS={2} in the environment.":
    "{0} は Datadog のサイトではないため、{1} を渡しません。渡してよい場合は環境変数 RELEASE_GATE_HOSTS={2} を設定してください。",
  "The {0} {1} is outside of the repository, so it is not read. If it may be, set RELEASE_GATE_FILES to its folder in the environment.":
    "{0} の {1} はリポジトリの外にあるため読みません。読んでよい場合は、そのフォルダーを環境変数 RELEASE_GATE_FILES に設定してください。",
  "{0} is not given the {1} {2}, because only the environment may say who gets what lies outside of the repository: set RELEASE_GATE_HOSTS={3} there.":
    "{0} には {1} の {2} を渡しません。リポジトリの外にあるものを誰に渡してよいかは、環境だけが決められます。環境変数 RELEASE_GATE_HOSTS={3} を設定してください。",
  'The "timeout" is a number of seconds, at most {0}.': '"timeout" には秒数を指定してください (最大 {0})。',
  "{0} is outside of the repository, so it is not read.": "{0} はリポジトリの外にあるため読みません。",
  "Keep it in the repository; or name its folder in the environment, in RELEASE_GATE_FILES.":
    "リポジトリの中に置くか、そのフォルダーを環境変数 RELEASE_GATE_FILES に指定してください。",
  "{0} had not answered when the time of this run was over.":
    "この実行に許された時間が終わるまでに {0} から応答がありませんでした。",
  "This file grows more than {0} times when it is decompressed.":
    "このファイルは展開すると {0} 倍を超えて大きくなります。",
  "Snapshots do not. Is this another kind of file?":
    "スナップショットがそこまで大きくなることはありません。別の種類のファイルではありませんか。",
  "This is not a regular file.": "通常のファイルではありません。",
  "Name regular files: a device or a pipe is not read.":
    "通常のファイルを指定してください。デバイスやパイプは読みません。",
  "This file is larger than {0} MiB.": "このファイルは {0} MiB を超えています。",
  "Leave it out of the paths, or split it.": "パスから除くか、分割してください。",
  'The connection to {0}, with its password, is not encrypted: add "sslmode=verify-full" to the URL.':
    'パスワードを送る {0} への接続が暗号化されていません。URL に "sslmode=verify-full" を加えてください。',
  "This query is longer than {0} characters.": "このクエリは {0} 文字を超えています。",
  "Ask for a recording rule that has the long query.": "長いクエリは記録ルールにして、そのルールを参照してください。",
  "Changed since {0}, but outside the paths of {1}, so not judged: {2}.":
    "{0} 以降に変更されましたが {1} のパスの外にあるため、判定していません: {2}。",
  "{0} differs from {1}, and is not in the work tree.": "{0} は {1} と異なりますが、作業ツリーにありません。",
  'Check it out: "git sparse-checkout add" its folder, or "git sparse-checkout disable".':
    "チェックアウトしてください: フォルダーを「git sparse-checkout add」するか、「git sparse-checkout disable」を実行します。",
  "{0} works with one policy, and this is about several: {1}.":
    "{0} が扱えるポリシーは 1 つですが、対象は複数あります: {1}。",
  "Staged, but outside the paths of {0}, so not judged: {1}.":
    "ステージされていますが {0} のパスの外にあるため判定していません: {1}。",
  "{0} cannot be used with several policies: {1}.": "{0} は複数のポリシーには使えません: {1}。",
  "Name one of them with --config.": "--config でどれか 1 つを指定してください。",
  "without a policy": "ポリシーなし",
  "This runs on this machine, as you: {0}": "このマシン上で、あなたの権限で実行します: {0}",
  "It reaches the recorder's database and no other machine; --network lets it.":
    "接続できるのは記録用のデータベースだけで、他のマシンには接続できません。接続を許すには --network を指定します。",
  "It can reach other machines, and other databases that its own files name.":
    "他のマシンにも、そのコマンド自身のファイルが指定する他のデータベースにも接続できます。",
  "Taken out of its environment: {0}.": "環境変数から取り除きました: {0}。",
  "--run has no command.": "--run にコマンドがありません。",
  'Write it as --run "npx knex migrate:latest".': '--run "npx knex migrate:latest" のように書いてください。',
  "--run and files cannot be given together.": "--run とファイルは同時に指定できません。",
  "What the command sends is traced; leave the files out.":
    "調べるのはコマンドが送るものです。ファイルを指定しないでください。",
  "{0} needs --run.": "{0} には --run が必要です。",
  'Name the command: --run "npx knex migrate:latest".': 'コマンドを指定してください: --run "npx knex migrate:latest"。',
  "--write: {0} has files that no recording wrote, {1} among them.":
    "--write: {0} には記録が書いたものではないファイルがあります ({1} など)。",
  "Nothing was run. Name a new folder, an empty one, or one of an earlier recording.":
    "何も実行していません。新しいフォルダー、空のフォルダー、または以前の記録のフォルダーを指定してください。",
  "The server refuses the setup: {0} {1}.": "サーバーが --setup の SQL を拒否しました: {0} {1}。",
  "Nothing was run. Correct the file; it is sent as one query.":
    "何も実行していません。ファイルを直してください。1 つのクエリーとして送られます。",
  "The command did not end in its time, and was ended.": "コマンドが時間内に終わらなかったため、終了させました。",
  "The command was ended by {0}.": "コマンドは {0} で終了しました。",
  "The command ended with exit code {0}.": "コマンドの終了コードは {0} です。",
  "{0} {0, plural, one {statement} other {statements}} recorded on {1} {1, plural, one {connection} other {connections}}, {2}.":
    "{1} 個の接続で {0} 文を記録しました ({2})。",
  "The server's own log has the same.": "サーバー自身のログも同じ内容です。",
  "The server's own log has others: {0}": "サーバー自身のログと一致しません: {0}",
  "It sent no migration: nothing can be said about it.":
    "マイグレーションが 1 つも送られなかったため、何も判定できません。",
  "Written to {0}: release-gate lint judges it without running anything.":
    "{0} に書きました。release-gate lint は何も実行せずにこれを判定します。",
  '"{0}" waits for "{1}".': "「{0}」は「{1}」を待っています。",
  'A connection to the database "{0}" was refused: {1}': "データベース「{0}」への接続が拒否されました: {1}",
  "Not understood: {0}": "解釈できません: {0}",
  "{0} {0, plural, one {statement} other {statements}}": "{0} 文",
  "its runner did not write that it has run": "ランナーは実行済みと記録していません",
  "{0} {1}: {2}": "{0} {1}: {2}",
  "Not known as a whole: {0}": "全体がわかりません: {0}",
  "in a transaction of its own": "専用のトランザクション内",
  "in one transaction with others": "他のマイグレーションと同じトランザクション内",
  "each by itself, but for what is between BEGIN and COMMIT": "BEGIN と COMMIT の間を除き 1 文ずつ",
  "as one query": "1 つのクエリーとして",
  "The driver of PostgreSQL cannot be loaded: {0}": "PostgreSQL のドライバーを読み込めません: {0}",
  "Install the npm package pg beside release-gate.":
    "npm パッケージ pg を release-gate と並べてインストールしてください。",
});
