/** English pattern -> Japanese, see messages/render.ts. */
export const gate = (): Readonly<Record<string, string>> => ({
  "New, but before {0}, which is released: {1}. A runner may skip or refuse such a file, or run it after the later one. Give it a later version.":
    "新しいファイルですが、リリース済みの {0} より前にあります: {1}。ランナーはこのファイルを飛ばす、拒否する、または後のものより後に実行することがあります。より後のバージョンを付けてください。",
  'The migrations are in {0} folders, and it is a guess that {1} runs before {2}: name the folders under "migrations.path" in the order in which they run, or set "migrations.order".':
    'マイグレーションが {0} 個のフォルダーにあり、{1} が {2} より先に実行されるというのは推測です。実行順に "migrations.path" へフォルダーを並べるか、"migrations.order" を設定してください。',
  'It is a guess, from their numbers, that {0} runs before {1}: say with "migrations.order" whether the runner sorts by number or by name.':
    '{0} が {1} より先に実行されるというのは番号からの推測です。ランナーが番号順か名前順かを "migrations.order" で指定してください。',
  "The comments of this file name more than {0} rules: they do not count.":
    "このファイルのコメントが {0} 個を超えるルールを挙げているため、コメントは無視されます。",
  "This is nested too deeply to be judged.": "入れ子が深すぎるため判定できません。",
  "A text or a list here is too long to be judged.": "ここにある文字列またはリストが長すぎるため判定できません。",
  "The SQL that a template, another file or a command of psql brings is not read.":
    "テンプレート、別のファイル、psql のコマンドが出す SQL は読み込まれていません。",
  "This is a bug in Release Gate; please report it with the statement: {0}":
    "Release Gate の不具合です。この文を添えて報告してください: {0}",
  "The time limit of this run ended here: this and what follows in the file is not judged.":
    "ここで実行の制限時間に達しました。この文とファイル内のこれ以降は判定されていません。",
  '"{0}" was {1} and is gone.': '"{0}" は {1} でしたが、なくなっています。',
  '"{0}: {1}" is new.': '"{0}: {1}" が新たに加わっています。',
  '"{0}" was {1} and is {2}.': '"{0}" が {1} から {2} に変わっています。',
  "The options of {0} were {1} and are {2}.": "{0} のオプションが {1} から {2} に変わっています。",
  "{0} was {1} and is {2}.": "{0} が {1} から {2} に変わっています。",
  "The baseline lets {0} pass in {1}, which it did not before.":
    "ベースラインが {1} の {0} を通すようになっています。以前は通していませんでした。",
  "The git directory {0} (GIT_DIR) tracks none of the migrations that are here.":
    "git ディレクトリー {0} (GIT_DIR) は、ここにあるマイグレーションを 1 つも追跡していません。",
  "Take GIT_DIR out of the environment, or name the repository that the migrations belong to.":
    "環境変数 GIT_DIR を取り除くか、マイグレーションが属するリポジトリーを指定してください。",
  "The SLO file of {0} is gone.": "{0} の SLO ファイルがなくなっています。",
  '"{0}" of {1} was {2} and is {3}.': '{1} の "{0}" が {2} から {3} に変わっています。',
  "A comment that ships with it silences {0}.": "同じ変更で加わったコメントが {0} を抑制しています。",
  "Weaker than at the base: {0}": "比較元より緩くなっています: {0}",
  "The policy at {0} cannot be read ({1}): what it asked for is not known.":
    "{0} の時点のポリシーを読めません ({1})。何が求められていたか分かりません。",
  "The policy {0} existed at {1} and is gone.": "{1} にあったポリシー {0} がなくなっています。",
  "The migration {0} existed at {1} and is gone: what it made in the database is no longer known. Put it back; a squash is merged by itself first.":
    "{1} にあったマイグレーション {0} がなくなっているため、データベースに何を作ったか分かりません。元に戻してください。まとめ直す (squash) 場合は、それだけを先にマージしてください。",
  'git has the migration {0}, and the work tree does not: check it out, or delete it with "git rm".':
    "マイグレーション {0} は git にありますが、作業ツリーにありません。チェックアウトするか、git rm で削除してください。",
  "The submodule {0} has another commit than at {1}: nothing tells which of its migrations are released.":
    "サブモジュール {0} のコミットが {1} と異なります。どのマイグレーションがリリース済みか分かりません。",
  'The file of "{0}" is not what it was. Merge what was collected anew by itself first.':
    '"{0}" のファイルの内容が比較元と異なります。新しく収集したものは、それだけを先にマージしてください。',
  "There is no policy at {0}: what this one lets pass is compared with nothing.":
    "{0} にはポリシーがありません。このポリシーが何を通すかは比較されていません。",
  'There is no policy {0} at "{1}".': '"{1}" にポリシー {0} はありません。',
  "Name a ref that was fetched and has the policy, such as --policy-from origin/main.":
    "取得済みでポリシーのある ref を、--policy-from origin/main のように指定してください。",
  "The time limit of this run ended before the SLOs were judged.": "SLO を判定する前に実行の制限時間に達しました。",
  'The time limit of this run ended before "{0}" was judged.': '"{0}" を判定する前に実行の制限時間に達しました。',
  'Nothing was gathered for "{0}".': '"{0}" について何も集められていません。',
  "Standard input has more than {0} bytes, which are not read.":
    "標準入力が {0} バイトを超えているため読み込みません。",
  "Name the file instead, or split it.": "代わりにファイルを指定するか、分割してください。",
  "Use one of: {0}.": "次のいずれかを使ってください: {0}。",
  'Unknown migration framework "{0}".': '不明なマイグレーションフレームワーク "{0}" です。',
  'There is no rule "{0}".': 'ルール "{0}" はありません。',
  'See "release-gate explain --all" for the rules.': 'ルールの一覧は "release-gate explain --all" で確認できます。',
  '"{0}" is not a duration; write it as 90s, 15m, 2h or 28d.':
    '"{0}" は期間ではありません。90s、15m、2h、28d のように書いてください。',
  "{0} is empty.": "{0} は空です。",
  'Write at least "version: 1".': '少なくとも "version: 1" を書いてください。',
  "{0} holds more than one YAML document.": "{0} に YAML 文書が 2 つ以上あります。",
  'Keep one document; remove the line "---".': '文書を 1 つにして、"---" の行を消してください。',
  '"{0}" is not a moment; write it with its offset, as 2026-11-22T10:00:00+09:00.':
    '"{0}" は日時ではありません。2026-11-22T10:00:00+09:00 のように時差付きで書いてください。',
  '"to" must be later than "from".': '"to" は "from" より後でなければなりません。',
  '"short" must be at least 1s and at most as long as "long".': '"short" は 1s 以上、"long" 以下でなければなりません。',
  "{0} {0, plural, one {is} other {are}} of the future": "未来の日時のものが {0} 行",
  "{0} {0, plural, one {reading of counters is} other {readings of counters are}} older than the one before":
    "直前より古いカウンターの値が {0} 行",
  "{0} {0, plural, one {has} other {have}} no number": "数値のないものが {0} 行",
  "{0}, {1}": "{0}、{1}",
  "Rows of the snapshots were not counted: {0}.": "スナップショットの一部の行は集計されていません: {0}。",
  "{0}: {1} {2}": "{0}：{1} {2}",
  'There is no SLO "{0}".': 'SLO "{0}" はありません。',
  'The rule {0} has no option "{1}".': 'ルール {0} にオプション "{1}" はありません。',
  "It knows: {0}.": "使えるもの: {0}。",
  'The option "{0}" of {1} must be {2}.': '{1} のオプション "{0}" は{2}でなければなりません。',
  "Left out, it is {0}.": "省略した場合は {0} です。",
  "a whole number from 1 on": "1 以上の整数",
  "true or false": "true か false",
  "a time as PostgreSQL writes it, as 5s or 500ms": "5s や 500ms のような PostgreSQL の書き方の時間",
  'This bound never decides: at {0} the outcome is "{1}" already.':
    "この境界が結果を決めることはありません。{0} ですでに「{1}」になります。",
  "This ticket never decides: a page over the same windows fires at {0} already.":
    "この ticket が結果を決めることはありません。同じ期間の page が {0} ですでに発火します。",
  "A ticket must not have a worse outcome than a page.": "ticket の結果を page より重くすることはできません。",
});
