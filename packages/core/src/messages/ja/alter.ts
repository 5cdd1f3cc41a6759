/** English pattern -> Japanese: what the facts of ALTER had to assume. */
export const alter = (): Readonly<Record<string, string>> => ({
  "The default's function is not known: it is assumed to be volatile.":
    "既定値の関数が不明なため、VOLATILE とみなします。",
  "It is not known whether {0} exists: it is assumed not to exist.":
    "{0} が存在するかどうかは不明です。存在しないものとして扱います。",
  "The constraint {0} of {1} is not known: it is assumed to belong to this table alone.":
    "{1} の制約 {0} は不明です。その表だけの制約とみなします。",
  "The constraint {0} of {1} is not known: it is assumed to be a CHECK that is not valid.":
    "{1} の制約 {0} は不明です。NOT VALID の CHECK とみなします。",
  "The domain {0} is not in the history: it is assumed that no known table uses it.":
    "ドメイン {0} は履歴にありません。既知の表では使われていないものとみなします。",
  "The index {0} is not known: it is assumed to fit, and its columns to be NOT NULL.":
    "インデックス {0} は不明です。制約に使えるもので、その列は NOT NULL とみなします。",
  "The owner is not known: it is assumed to change.": "所有者が不明なため、変わるものとみなします。",
  "The type of {0}.{1} is not known: its change is assumed to rewrite all rows.":
    "{0}.{1} の型が不明なため、型の変更で全行が書き直されるものとみなします。",
  "The session's TimeZone is not known: it is assumed not to be UTC, so that all rows are rewritten.":
    "セッションの TimeZone が不明なため、UTC ではなく、全行が書き直されるものとみなします。",
  "A type of {0}.{1} is not known: its change is assumed to rewrite all rows.":
    "{0}.{1} の新旧の型のどちらかが不明なため、型の変更で全行が書き直されるものとみなします。",
});
