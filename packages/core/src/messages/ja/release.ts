/** English pattern -> Japanese, see messages/render.ts. */
export const release = (): Readonly<Record<string, string>> => ({
  "More than {0} policies extend each other.": "{0} を超えるポリシーが互いに継承しています。",
  "Look for one that extends itself, or take some of them together.":
    "自分自身を継承しているものがないか確認するか、いくつかを 1 つにまとめてください。",
  "The policy {0} that this one extends is not there.": "このポリシーが継承する {0} がありません。",
  "A package is named with its exact version, as @acme/release-policy@1.4.0; a file by its path.":
    "パッケージは @acme/release-policy@1.4.0 のように正確なバージョンを付けて、ファイルはパスで指定してください。",
  "Correct the path: it is relative to the policy that names it.":
    "パスを直してください。パスは、それを書いたポリシーからの相対パスです。",
  "The package {0} that this policy extends is not installed.":
    "このポリシーが継承するパッケージ {0} がインストールされていません。",
  'Install it as the repository pins it, as with "npm ci": nothing is fetched while a release is judged.':
    '"npm ci" などで、リポジトリーが固定しているとおりにインストールしてください。判定中に取得することはありません。',
  "{0} is installed in version {1}, and the policy extends {2}.":
    "インストールされている {0} はバージョン {1} ですが、ポリシーが継承するのは {2} です。",
  "Install {0}, or extend the version that is installed.":
    "{0} をインストールするか、インストールされているバージョンを継承してください。",
  "The package {0} has no release-gate.yaml.": "パッケージ {0} に release-gate.yaml がありません。",
  "Extend a package that has one at its top.": "最上位に release-gate.yaml を持つパッケージを継承してください。",
  'Write one with "release-gate check --record FILE".': '"release-gate check --record FILE" で作成してください。',
  "{0} is no recording of a check.": "{0} は check の記録ではありません。",
  "{0} is a recording of version {1}, and this program reads version {2}.":
    "{0} はバージョン {1} の記録ですが、このプログラムが読めるのはバージョン {2} です。",
  "Replay it with the release-gate that wrote it: {0}.": "記録した release-gate ({0}) で再生してください。",
  "{0} was changed after it was written.": "{0} は書き込まれた後に変更されています。",
  "Replay the file as it was written; evidence that somebody edited proves nothing.":
    "書き込まれたままのファイルを再生してください。編集された証拠は何も証明しません。",
  "The recording {0} does not exist.": "記録 {0} がありません。",
  "Correct the path after --replay.": "--replay の後のパスを直してください。",
  "The file of the release {0} does not exist.": "リリースのファイル {0} がありません。",
  'Correct --release; a release is a file with at least "version: 1.4.0".':
    '--release を直してください。リリースのファイルには少なくとも "version: 1.4.0" が必要です。',
  'The policy has no environment "{0}".': 'ポリシーに環境 "{0}" がありません。',
  "It has: {0}.": "あるのは次のものです: {0}。",
  'Describe it under "environments:".': '"environments:" の下に記述してください。',
  "There is no policy to record.": "記録するポリシーがありません。",
  'Begin with "release-gate init".': 'まず "release-gate init" を実行してください。',
  "--watch and --record cannot be given together.": "--watch と --record は同時に指定できません。",
  "Record a single check: the evidence of one moment.": "1 回の check を、つまりある時点の証拠を記録してください。",
  "The time limit of this run ended before everything was judged, so nothing was recorded.":
    "すべてを判定する前に実行の制限時間に達したため、何も記録していません。",
  "Give it more time with --time-limit.": "--time-limit で時間を延ばしてください。",
  "--replay and {0} cannot be given together.": "--replay と {0} は同時に指定できません。",
  "A recording has all that was gathered; only how it is shown can be chosen.":
    "記録には集めたものがすべて入っています。選べるのは表示のしかただけです。",
  "Recorded by version {0}, replayed by {1}: they may judge differently.":
    "記録はバージョン {0}、再生は {1} です。判定が異なることがあります。",
  "to {0}": "環境 {0}",
  "A version is MAJOR.MINOR.PATCH, with -PRERELEASE or +BUILD where there is one, as 1.4.0 or 2.0.0-rc.1.":
    "バージョンは 1.4.0 や 2.0.0-rc.1 のように MAJOR.MINOR.PATCH で、必要なら -PRERELEASE や +BUILD を付けます。",
  "release {0} ({1})": "リリース {0} ({1})",
  "release {0} ({1}) at {2}": "リリース {0} ({1}、コミット {2})",
  'Write at least "version: 1.4.0".': '少なくとも "version: 1.4.0" と書いてください。',
  "{0} holds two releases.": "{0} に 2 つのリリースがあります。",
  "Keep the one that is judged; name another file with --release.":
    "判定するものだけを残し、別のものは --release で指定してください。",
  '--set cannot be "{0}".': '--set に "{0}" は指定できません。',
  "Write {0}=VALUE.": "{0}=値 と書いてください。",
  "Facts of a release: {0}.": "リリースの項目: {0}。",
  '--set gives "{0}" twice.': '--set に "{0}" が 2 回指定されています。',
  "Give each fact of the release once.": "リリースの各項目は 1 回だけ指定してください。",
  "Write at least seven digits of the commit.": "コミットは 7 桁以上で書いてください。",
  "Write it as {0}.": "{0} の形で書いてください。",
  "The version is {0}, and the tag {1}.": "バージョンは {0} ですが、タグは {1} です。",
  'The severity {0} is that of a hotfix, and the release is of the type "{1}".':
    '重大度 {0} はホットフィックスのものですが、リリースの種類は "{1}" です。',
  "The release is said to be of commit {0}, and what is judged is {1}.":
    "リリースはコミット {0} とされていますが、判定しているのは {1} です。",
  "The tag {0} is of commit {1}, and what is judged is {2}.":
    "タグ {0} はコミット {1} を指していますが、判定しているのは {2} です。",
  "Commits of this release are of authors that it does not name: {0}.":
    "このリリースには、記載されていない作者のコミットがあります: {0}。",
  "{0} takes releases from {1} only, and nothing tells the branch of this one.":
    "{0} へは {1} からしかリリースできませんが、このリリースのブランチが分かりません。",
  "{0} takes releases from {1}.": "{0} へは {1} からリリースできます。",
  "{0} takes releases from {1} only, and this one is from {2}.":
    "{0} へは {1} からしかリリースできませんが、このリリースは {2} からです。",
  "{0} asks for {1} {1, plural, one {approval} other {approvals}}, and nothing tells who approved.":
    "{0} には {1} 件の承認が必要ですが、誰が承認したか分かりません。",
});
