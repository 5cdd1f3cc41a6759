/** English pattern -> Japanese: what the facts of all statements but ALTER had to assume or leave open. */
export const facts = (): Readonly<Record<string, string>> => ({
  "{0} is assumed not to exist.": "{0} は存在しないものとみなします。",
  "{0} is not in the history; it is assumed to exist, to have rows and to be in use.":
    "{0} は履歴にありません。存在し、行があり、使用中とみなします。",
  "{0} is not in the history.": "{0} は履歴にありません。",
  "A condition decides whether parts of the body run.": "本体の一部が実行されるかどうかは条件によって決まります。",
  "Nothing is known about what {0} locks.": "{0} がどのロックを取るかは不明です。",
  "Only the tables of the history are known; the same happens to the others.":
    "履歴にある表だけが既知です。ほかの表も同じように扱われます。",
  "The SQL of an EXECUTE is known only when it runs.": "EXECUTE の SQL は実行時にしか分かりません。",
  "The schema {0} is not in the history; what it holds is not known.":
    "スキーマ {0} は履歴にありません。その内容は不明です。",
  "The table of the index {0}, which is locked as well, is not known.":
    "インデックス {0} の表は不明です。その表もロックされます。",
  "The table of the index, which is locked as well, is not known.":
    "インデックスの表は不明です。その表もロックされます。",
  "cannot cluster a partitioned table": "パーティションテーブルをクラスタ化することはできません",
  'there is no previously clustered index for table "{0}"':
    'テーブル "{0}" には、前回クラスタ化に使われたインデックスがありません',
  'cannot copy {0} {1} "{2}"': 'COPY の対象にできません ({0} {1} "{2}")',
  'cannot execute MERGE on relation "{0}"': 'リレーション "{0}" に対して MERGE を実行できません',
  "WITH cannot be used in a query that is rewritten by rules into multiple queries":
    "ルールによって複数の問い合わせに書き換えられる問い合わせでは WITH を使えません",
  'infinite recursion detected in rules for relation "{0}"': 'リレーション "{0}" のルールで無限再帰が検出されました',
  'cannot {0} view "{1}"': 'ビュー "{1}" に対する変更 ({0}) はできません',
  'cannot lock rows in {0} "{1}"': '{0} "{1}" の行はロックできません',
  'cannot change {0} "{1}"': '{0} "{1}" は変更できません',
  "The table of the statistics {0} is not known.": "拡張統計 {0} の表は不明です。",
  'statistics object "{0}" does not exist': '拡張統計 "{0}" は存在しません',
  "The type {0} is not in the history; it is assumed that nothing depends on it.":
    "型 {0} は履歴にありません。依存するものはないとみなします。",
  "What a role owns is not followed.": "ロールが所有するものは追跡していません。",
  "What depends on {0} is not followed.": "{0} に依存するものは追跡していません。",
  "What else depends on it is not in the history; it is assumed that nothing does.":
    "ほかに依存するものは履歴にありません。ないものとみなします。",
  "It is known only when it runs which foreign tables are imported.":
    "どの外部テーブルが作られるかは実行時にしか分かりません。",
  "It is known only when it runs which foreign tables {0} holds.":
    "{0} にどの外部テーブルがあるかは実行時にしか分かりません。",
  "Which foreign tables need {0} is not followed.": "どの外部テーブルが {0} を必要とするかは追跡していません。",
  "What the block does is not followed.": "ブロックの動作は追跡していません。",
  "{0} ends what other sessions do.": "{0} はほかのセッションの処理を終わらせます。",
  "pg_sleep waits here, and who needs what is locked waits with it.":
    "ここで pg_sleep が待ち、ロックされたものを必要とする処理も一緒に待ちます。",
  "With standard_conforming_strings off, what follows is not read as the server reads it.":
    "standard_conforming_strings を off にすると、以降はサーバーと同じようには読み取れません。",
  "What the program does that COPY runs on the server is not known.":
    "COPY がサーバーで実行するプログラムの動作はわかりません。",
  "A change of the system catalog {0} is not followed.": "システムカタログ {0} の変更は追跡していません。",
  "{0} reads or writes a file of the server.": "{0} はサーバーのファイルを読み書きします。",
  "{0} runs a query that it gets as a value: it is not followed.":
    "{0} は値として受け取ったクエリを実行します。その中身は追跡していません。",
  "What the event trigger {0} does here is not followed.": "ここでイベントトリガー {0} が行うことは追跡していません。",
  "What the function {0} does is not known: no migration makes it.":
    "関数 {0} の動作はわかりません。どのマイグレーションも作成していないためです。",
  "What the function {0} does is not followed.": "関数 {0} の動作は追跡していません。",
  "What the prepared statement does is not followed.": "準備済みの文の動作は追跡していません。",
  "What the rule {0} of {1} does is not followed.": "{1} のルール {0} の動作は追跡していません。",
  "What the trigger {0} of {1} does is not followed.": "{1} のトリガー {0} の動作は追跡していません。",
  "It is not certain whether {0} exists; it is assumed to exist.":
    "{0} が存在するかどうかは確かではありません。存在するものとみなします。",
  "It is not certain whether {0} exists; it is assumed not to exist.":
    "{0} が存在するかどうかは確かではありません。存在しないものとみなします。",
  "It is known only when the statement runs which sequence it uses.":
    "どのシーケンスを使うかは実行時にしか分かりません。",
  "It is not known which tables are marked to be clustered.": "どの表に CLUSTER の対象の印があるかは不明です。",
  "It is known only when the statement runs which tables the publisher names.":
    "発行側がどのテーブルを指定するかは、文が実行されるまで分かりません。",
  "What the update script of an extension does is not followed.": "拡張機能の更新スクリプトの中身までは追跡しません。",
});
