/** English pattern -> Japanese, see messages/render.ts: reading migrations, their frameworks and placeholders. */
export const source = (): Readonly<Record<string, string>> => ({
  "The framework of the migrations in {0} cannot be told: {1} looks like {2}, {3} like {4}.":
    "{0} にあるマイグレーションのフレームワークを判別できません。{1} は {2} のように、{3} は {4} のように見えます。",
  "Name it in release-gate.yaml: migrations.framework: {0}.":
    "release-gate.yaml で指定してください: migrations.framework: {0}",
  "The placeholder {0} has no value.": "プレースホルダー {0} に値がありません。",
  'Give it one in release-gate.yaml, under migrations.placeholders: "{0}: VALUE".':
    "release-gate.yaml の migrations.placeholders で「{0}: 値」のように値を指定してください。",
  "this template or include is not read": "このテンプレートまたは取り込みは読み取られません",
});
