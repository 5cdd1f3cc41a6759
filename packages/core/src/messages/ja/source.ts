/** English pattern -> Japanese, see messages/render.ts: reading migrations, their frameworks and placeholders. */
export const source = (): Readonly<Record<string, string>> => ({
  "The framework of the migrations in {0} is ambiguous: {1} looks like {2}, {3} like {4}.":
    "{0} にあるマイグレーションのフレームワークを判別できません。{1} は {2} のように、{3} は {4} のように見えます。",
  "Name it in release-gate.yaml: migrations.framework: {0}.":
    "release-gate.yaml で指定してください: migrations.framework: {0}",
  "The placeholder {0} has no value.": "プレースホルダー {0} に値がありません。",
  'Give it one in release-gate.yaml, under migrations.placeholders: "{0}: VALUE".':
    "release-gate.yaml の migrations.placeholders で「{0}: 値」のように値を指定してください。",
  "this template or command of psql is not read": "このテンプレートまたは psql のコマンドは読み取られません",
  "{0} runs this file around its migrations; it is not read.":
    "{0} はこのファイルをマイグレーションの前後に実行しますが、読み取っていません。",
  "{0} never runs this file: it is new, and stands before {1}, which is released. Give it a later version.":
    "{0} はこのファイルを実行しません。新しいファイルですが、リリース済みの {1} より前にあります。後のバージョンを付けてください。",
  "{0} refuses this file unless it is told otherwise: it is new, and stands before {1}, which is released. Give it a later version.":
    "{0} は、特に指定しない限りこのファイルを拒否します。新しいファイルですが、リリース済みの {1} より前にあります。後のバージョンを付けてください。",
  "{0} never runs this file: {1} does not name it.": "{0} はこのファイルを実行しません。{1} に名前がありません。",
  '{0} never runs this file: its migrations have other names. Rename it, move it away, or say with "migrations.framework" which runner runs it.':
    '{0} はこのファイルを実行しません。マイグレーションのファイル名の形式が違います。名前を変えるか、別の場所へ移すか、どのツールが実行するかを "migrations.framework" で指定してください。',
  "{0} is not read: what this file does to the database is not known.":
    "{0} は読み取りません。このファイルがデータベースに何をするかは分かりません。",
  "A program generates the SQL of this file: it is not read.":
    "このファイルの SQL はプログラムが作ります。読み取っていません。",
  "Compressed files are not read.": "圧縮されたものは読み取りません。",
  "The files of this submodule are not there, so they are not read.":
    "このサブモジュールのファイルがここにないため、読み取りません。",
  "This kind of file is not read: SQL is read from files that end in .sql.":
    "この種類のファイルは読み取りません。SQL は .sql で終わるファイルから読みます。",
  "Migrations are read from files that end in .sql; what other files do to the database is not known.":
    "マイグレーションは .sql で終わるファイルから読みます。ほかのファイルがデータベースに何をするかは分かりません。",
  "{0} is a link that leads nowhere.": "{0} はリンク先が存在しません。",
  "Remove the link, or put the file in its place.": "リンクを消すか、ファイルそのものを置いてください。",
  "{0} is a link that leads out of the repository.": "{0} はリポジトリの外を指すリンクです。",
  "Nothing was written. Name a file to write that is no such link, or remove the link.":
    "何も書き込んでいません。そのようなリンクでないファイルを指定するか、リンクを消してください。",
  "Put the file itself in its place: what lies elsewhere is not what the repository ships.":
    "ファイルそのものを置いてください。よそにあるものは、このリポジトリが出荷するものではありません。",
  "There is no SQL to judge.": "判定する SQL がありません。",
  "There is no SQL to judge in what was named: {0}.": "指定されたものに判定する SQL がありません: {0}。",
  "There is no SQL to judge: {0}.": "判定する SQL がありません。{0}。",
  "{0} {0, plural, one {file there is} other {files there are}} not read": "そこにある {0} ファイルは読み取れません",
  "{0} {1} {0, plural, one {file there is} other {files there are}} not read":
    "そこにある {1} の {0} ファイルは読み取れません",
  "{0}, nor {1} others": "{0}（ほか {1} ファイルも同様）",
  'Plain files are judged as psql runs them, each statement by itself. In one transaction for each file, {0} would be judged otherwise ({1}). Write "transaction: file" or "transaction: none" under "migrations" in release-gate.yaml, as your runner does it.':
    'plain のファイルは、psql と同じく文を 1 つずつ実行するものとして判定しました。ファイルごとに 1 つのトランザクションで実行する場合、{0} の判定は変わります（{1}）。お使いの実行ツールに合わせて、release-gate.yaml の "migrations" に "transaction: file" または "transaction: none" と書いてください。',
  "The pattern {0} is not used: {1}.": "パターン{0}は使いません: {1}。",
  "it is longer than {0} characters": "{0}文字より長いためです",
  'it has more than {0} "**"': "「**」が{0}個より多いためです",
  "one name in it has more than {0} wildcards": "1つの名前にワイルドカードが{0}個より多くあるためです",
  "Name a folder above its files, or write several patterns.":
    "ファイルの上のフォルダーを指定するか、複数のパターンに分けてください。",
});
