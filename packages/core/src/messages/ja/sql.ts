/** English pattern -> Japanese, see messages/render.ts. */
export const sql: Readonly<Record<string, string>> = {
  "The statement is nested too deeply to be parsed.": "文の入れ子が深すぎるため、解析できません。",
  "The statement is too long to be parsed: {0} characters.": "文が長すぎるため、解析できません（{0} 文字）。",
  "The routine's body is nested too deeply to be parsed.": "ルーチン本体の入れ子が深すぎるため、解析できません。",
};
