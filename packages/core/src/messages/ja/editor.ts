/** English pattern -> Japanese, see messages/render.ts: what the language server says by itself. */
export const editor = (): Readonly<Record<string, string>> => ({
  "This workspace is not trusted, so git was not asked what is released: this file is judged as if it were new. Trust the workspace to have git asked.":
    "このワークスペースは信頼されていないため、リリース済みのものを git に確認していません。このファイルは新しいものとして判定しています。確認するにはワークスペースを信頼してください。",
  "Fix {0}": "{0} を修正",
  "Fix all findings of Release Gate that have a fix": "修正方法のある Release Gate の指摘をすべて修正",
  "Allow {0} for this statement": "この文では {0} を許可",
  "say why this is safe here": "ここで安全である理由を書く",
  "Release Gate cannot judge this file until the configuration is repaired.":
    "設定を修正するまで、Release Gate はこのファイルを判定できません。",
  "What PostgreSQL {0} does to run this statement": "この文を実行するときの PostgreSQL {0} の動作",
  "Locks no table.": "どのテーブルもロックしません。",
  "Locks {0} in {1} mode: reads and writes wait.":
    "{0} を {1} モードでロックします。読み取りも書き込みも待たされます。",
  "Locks {0} in {1} mode: writes wait, reads go on.":
    "{0} を {1} モードでロックします。書き込みは待たされますが、読み取りは続けられます。",
  "Locks {0} in {1} mode: reads and writes go on.":
    "{0} を {1} モードでロックします。読み取りも書き込みも続けられます。",
  "Rewrites {0}.": "{0} を全面的に書き直します。",
  "Reads all of {0}.": "{0} の全行を読み取ります。",
  "Builds an index on {0}.": "{0} にインデックスを構築します。",
  "The data of {0} is lost.": "実行後、{0} のデータは失われます。",
  "The deployed application can no longer read {0}.": "稼働中のアプリケーションは {0} を読み取れなくなります。",
  "The deployed application can no longer write {0}.": "稼働中のアプリケーションは {0} に書き込めなくなります。",
  "The deployed application can no longer use {0}.": "稼働中のアプリケーションは {0} を使えなくなります。",
  "Fails: {0}": "失敗します: {0}",
  "Assumed: {0}": "仮定: {0}",
  "Known only when it runs: {0}": "実行時に初めて分かること: {0}",
});
