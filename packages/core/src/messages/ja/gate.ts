/** English pattern -> Japanese, see messages/render.ts. */
export const gate: Readonly<Record<string, string>> = {
  "Use one of: {0}.": "次のいずれかを使ってください: {0}。",
  'Unknown migration framework "{0}".': '不明なマイグレーションフレームワーク "{0}" です。',
  'There is no rule "{0}".': 'ルール "{0}" はありません。',
  'See "release-gate explain --all" for the rules.': 'ルールの一覧は "release-gate explain --all" で確認できます。',
  '"{0}" is not a duration; write it as 90s, 15m, 2h or 28d.': '"{0}" は期間ではありません。90s、15m、2h、28d のように書いてください。',
  "{0} is empty.": "{0} は空です。",
  'Write at least "version: 1".': '少なくとも "version: 1" を書いてください。',
  "{0} holds more than one YAML document.": "{0} に YAML 文書が 2 つ以上あります。",
  'Keep one document; remove the line "---".': '文書を 1 つにして、"---" の行を消してください。',
};
