/** English pattern -> Japanese, see messages/render.ts. Titles of rules are keyed by their text. */
export const rules = (): Readonly<Record<string, string>> => ({
  // no-access-removal
  "Disallow taking access away in a migration": "マイグレーションでアクセスを奪うことを禁止",
  'The application that still runs may use what it loses: its queries fail with "permission denied", or its connections are refused, from now on.':
    '稼働中のアプリケーションが失われるものを使っている場合、以後のクエリは "permission denied" で失敗するか、接続が拒否されます。',
  "Change privileges, roles and what the server lets in by a reviewed change of their own, after the application has stopped using them.":
    "アプリケーションが使わなくなってから、権限・ロール・サーバーの接続条件を、レビュー済みの独立した変更として変更してください。",
  "New sessions of {0} can no longer write.": "{0} の新しいセッションは書き込めなくなります。",
  "New sessions of {0} are refused, or may do less.": "{0} の新しいセッションは拒否されるか、できることが減ります。",
  "Roles lose privileges on {0}.": "ロールが {0} に対する権限を失います。",
  // no-attach-partition-scan
  "Disallow attaching a partition that must be read in full": "全件読み取りが必要なパーティションのアタッチを禁止",
  "ATTACH PARTITION locks the new partition, and a DEFAULT partition where there is one, with ACCESS EXCLUSIVE, and reads every row of both to verify the bounds: reads and writes of them wait that long.":
    "ATTACH PARTITION は新しいパーティションと（あれば）DEFAULT パーティションを ACCESS EXCLUSIVE でロックし、境界の検証のために両方の全行を読みます。その間、それらへの読み書きは待たされます。",
  "Add a CHECK constraint with the same bounds (NOT VALID, then VALIDATE) to the table before attaching it, and one that excludes them to the DEFAULT partition: PostgreSQL then skips the scans.":
    "アタッチする前に、境界と同じ CHECK 制約（NOT VALID で追加し VALIDATE）をテーブルに、その範囲を除外する CHECK 制約を DEFAULT パーティションに追加してください。PostgreSQL はスキャンを省略します。",
  "{0} is read in full while all reads and writes of it wait.":
    "{0} が全件読み取られる間、その読み書きはすべて待たされます。",
  // no-backfill-under-lock
  "Disallow moving rows in a transaction that holds a blocking lock":
    "ブロックするロックを保持したトランザクションでの行の移動を禁止",
  "A transaction keeps its locks until it ends. The tables that the schema change locked stay locked until the last row is changed, and their users wait that long.":
    "トランザクションはロックを終了まで保持します。先行するスキーマ変更がロックしたものは、最後の行が変更されるまでロックされたままで、そのテーブルの利用者はその間待たされます。",
  "Move the rows in a migration of its own, after the schema change has been committed, in small batches.":
    "スキーマ変更をコミットした後、独立したマイグレーションで小さなバッチに分けて行を移動してください。",
  "Reads and writes of {0} wait while the rows are moved, because this transaction holds {1} on it.":
    "このトランザクションが {0} に対して {1} を保持しているため、行の移動中は {0} の読み書きが待たされます。",
  "Writes to {0} wait while the rows are moved, because this transaction holds {1} on it.":
    "このトランザクションが {0} に対して {1} を保持しているため、行の移動中は {0} への書き込みが待たされます。",
  // no-cascade
  "Disallow CASCADE that drops more than the statement names": "文に書かれていないものまで削除する CASCADE を禁止",
  "CASCADE drops everything that depends on the object: views, foreign keys, defaults, columns. Nobody reviews what the statement does not name, and each dependent is locked with ACCESS EXCLUSIVE.":
    "CASCADE は依存するもの（ビュー、外部キー、デフォルト、列）をすべて削除します。文に書かれていないものは誰もレビューできず、依存先はそれぞれ ACCESS EXCLUSIVE でロックされます。",
  "Drop the dependents by name, in migrations of their own, and then the object without CASCADE.":
    "依存するものを名前を挙げて個別のマイグレーションで削除し、その後 CASCADE なしで対象を削除してください。",
  "CASCADE also drops {0}.": "CASCADE により {0} も削除されます。",
  "CASCADE drops everything that depends on the object, and what depends on it is not known here.":
    "CASCADE は依存するものをすべて削除しますが、何が削除されるかはここからは分かりません。",
  // no-concurrent-in-transaction
  "Disallow CONCURRENTLY inside a transaction": "トランザクション内の CONCURRENTLY を禁止",
  "PostgreSQL refuses CONCURRENTLY inside a transaction block, and also inside a query of several statements (error 25001). The migration fails, and the deployment stops there.":
    "PostgreSQL はトランザクションブロック内、および複数の文からなるクエリ内の CONCURRENTLY を拒否します（エラー 25001）。マイグレーションは失敗し、デプロイはそこで止まります。",
  "Put the statement into a migration of its own that the runner runs outside a transaction.":
    "この文を独立したマイグレーションに移し、ランナーがトランザクション外で実行するようにしてください。",
  "CONCURRENTLY fails here, because the statements of this migration are sent as one query.":
    "このマイグレーションの文は一つのクエリとして送られるため、CONCURRENTLY はここで失敗します。",
  'Put the statement alone into a file, which leaves the transaction of {0} by "{1}".':
    "この文だけを 1 つのファイルに置き、「{1}」で {0} のトランザクションを外してください。",
  'Put the statement into a part of the file that leaves the transaction by "{0}".':
    "ファイルの中で「{0}」によりトランザクションを外した部分に、この文を置いてください。",
  'Put the statement into a file, which leaves the transaction of {0} by "{1}".':
    "この文を別のファイルに置き、「{1}」で {0} のトランザクションを外してください。",
  "CONCURRENTLY fails here, because a transaction is open.":
    "トランザクションが開いているため、CONCURRENTLY はここで失敗します。",
  // no-constrained-domain
  "Disallow domains with constraints": "制約付きドメインを禁止",
  "Adding a column of a constrained domain rewrites the table, and changing the domain's constraint locks and reads every table that uses it.":
    "制約付きドメインの列を追加するとテーブルが書き直されます。また、ドメインの制約を変えると、それを使うすべてのテーブルがロックされ全件読み取られます。",
  "Use the base type, and put the check on each table.": "基底型を使い、チェックは各テーブルに付けてください。",
  "Columns of this domain cannot be added to a table without rewriting it.":
    "このドメインの列は、テーブルを書き直さずには追加できません。",
  // no-drop-column
  "Disallow dropping a column of an existing table before its replacement has shipped":
    "代わりの列がリリースされる前に既存テーブルの列を削除することを禁止",
  "The application that still runs fails on every query that names the column, and the data in it is lost. Indexes and constraints over the column are dropped with it, silently.":
    "稼働中のアプリケーションは、その列を使うすべてのクエリで失敗し、列のデータは失われます。列を含むインデックスと制約も黙って削除されます。",
  "Deploy an application that no longer uses the column first, and drop the column in a later deployment. Where nothing uses it any more and nothing replaces it, allow this finding with that reason.":
    "先にその列を使わないアプリケーションをデプロイし、後のデプロイで列を削除してください。もう誰も使わず、代わりの列もない場合は、その理由を添えてこの指摘を許可してください。",
  "The column {0} and its data are gone.": "列 {0} とそのデータが失われます。",
  "Ship the six steps in this order, each in a deployment of its own: 1. add the new column, 2. an application that writes both, 3. the backfill, 4. NOT NULL, 5. an application that no longer uses the old column, 6. the drop.":
    "6 つのステップを、それぞれ別のデプロイとして次の順にリリースしてください。1. 新しい列の追加、2. 両方の列に書くアプリケーション、3. バックフィル、4. NOT NULL、5. 古い列を使わないアプリケーション、6. 削除。",
  "The column {0} is dropped, and step 1 of 6 has not shipped: {1}, which replaces it, is added in this same deployment.":
    "列 {0} が削除されますが、6 ステップ中のステップ 1 がまだリリースされていません。代わりの {1} は同じデプロイで追加されます。",
  "The column {0} is dropped, and step 3 of 6 has not shipped: the backfill of {1} from it is in this same deployment ({2}).":
    "列 {0} が削除されますが、6 ステップ中のステップ 3 がまだリリースされていません。この列から {1} へのバックフィルは同じデプロイ（{2}）に含まれています。",
  "The column {0} is dropped, and step 3 of 6 has not shipped: no backfill of {1} from it is in the history.":
    "列 {0} が削除されますが、6 ステップ中のステップ 3 がまだリリースされていません。この列から {1} へのバックフィルが履歴にありません。",
  "The column {0} is dropped, and step 4 of 6 has not shipped: {1}, which replaces it, may still be NULL, which the old one never was.":
    "列 {0} が削除されますが、6 ステップ中のステップ 4 がまだリリースされていません。代わりの {1} は NULL になり得ますが、古い列は NULL にならない列でした。",
  "The column {0} is dropped, and step 5 of 6 cannot have shipped: until this deployment it was NOT NULL without a default, so an application that no longer writes it would fail.":
    "列 {0} が削除されますが、6 ステップ中のステップ 5 がリリース済みであるはずがありません。このデプロイまでこの列はデフォルトのない NOT NULL だったため、書き込みをやめたアプリケーションは失敗します。",
  // no-drop-default
  "Disallow dropping the default of a required column": "必須列のデフォルトの削除を禁止",
  "The column is NOT NULL, and the application that still runs may leave it to its default: each such INSERT fails from now on.":
    "この列は NOT NULL で、稼働中のアプリケーションは値をデフォルトに任せているかもしれません。そのような INSERT は以後すべて失敗します。",
  "Deploy an application that always gives the column a value first, and drop the default in a later deployment.":
    "先に常に値を与えるアプリケーションをデプロイし、後のデプロイでデフォルトを削除してください。",
  "INSERTs that leave {0} to its default fail.": "{0} をデフォルトに任せる INSERT が失敗します。",
  // no-drop-not-null
  "Disallow letting NULL into a column that readers rely on": "読み手が前提としている列に NULL を許すことを禁止",
  "The application that still runs has never seen NULL in this column, and may fail on the first row that has one.":
    "稼働中のアプリケーションはこの列で NULL を見たことがなく、NULL を含む最初の行で失敗するかもしれません。",
  "Deploy readers that accept NULL first, and drop NOT NULL in a later deployment.":
    "先に NULL を受け入れる読み手をデプロイし、後のデプロイで NOT NULL を外してください。",
  "Readers of {0} can meet NULL from now on.": "以後、{0} の読み手は NULL に出会う可能性があります。",
  // no-drop-schema
  "Disallow dropping a schema or a database": "スキーマやデータベースの削除を禁止",
  "Everything in it is lost, and the application that still runs fails on all of it.":
    "その中のすべてが失われ、稼働中のアプリケーションはそのすべてで失敗します。",
  "Drop what is in it by name, in deployments of their own, and the empty schema last, outside the migrations.":
    "中のものを名前を挙げて個別のデプロイで削除し、最後に空のスキーマをマイグレーションの外で削除してください。",
  "The database {0} and its data are gone.": "データベース {0} とそのデータが失われます。",
  "The schema {0} and everything in it are gone.": "スキーマ {0} とその中のすべてが失われます。",
  // no-drop-table
  "Disallow dropping an existing table before its copy has shipped":
    "コピーがリリースされる前に既存テーブルを削除することを禁止",
  "The application that still runs fails on every query that names the table, and its data is lost. The lock is ACCESS EXCLUSIVE, also on every table that its foreign keys point at.":
    "稼働中のアプリケーションは、そのテーブルを使うすべてのクエリで失敗し、データは失われます。ロックは ACCESS EXCLUSIVE で、外部キーが参照するテーブルにもかかります。",
  "Deploy an application that no longer uses the table first, and drop the table in a later deployment, after a backup. Where nothing uses it any more and nothing replaces it, allow this finding with that reason.":
    "先にそのテーブルを使わないアプリケーションをデプロイし、バックアップを取ってから後のデプロイで削除してください。もう誰も使わず、代わりのテーブルもない場合は、その理由を添えてこの指摘を許可してください。",
  "The table {0} and its data are gone.": "テーブル {0} とそのデータが失われます。",
  "The table {0} is dropped, and step 1 of 6 has not shipped: {1}, which replaces it, is made in this same deployment.":
    "テーブル {0} が削除されますが、6 ステップ中のステップ 1 がまだリリースされていません。代わりの {1} は同じデプロイで作成されます。",
  "The table {0} is dropped, and step 3 of 6 has not shipped: its copy into {1} is in this same deployment ({2}).":
    "テーブル {0} が削除されますが、6 ステップ中のステップ 3 がまだリリースされていません。{1} へのコピーは同じデプロイ（{2}）に含まれています。",
  "The table {0} is dropped, and step 3 of 6 has not shipped for all of it: nothing copied {1}.":
    "テーブル {0} が削除されますが、6 ステップ中のステップ 3 が完了していません。{1} はどこにもコピーされていません。",
  // no-drop-with-last-use
  "Disallow dropping what the application stops using in the same deployment":
    "アプリケーションが使用をやめるのと同じデプロイで削除することを禁止",
  "Migration and application do not change at the same moment: while the new application starts, and after a rollback to the one before, instances that still use the dropped column or table fail.":
    "マイグレーションとアプリケーションは同時には切り替わりません。新しいアプリケーションの起動中や、以前のものへロールバックした後は、削除された列やテーブルをまだ使うインスタンスが失敗します。",
  "Deploy the application that no longer uses it first (step 5 of 6), and drop it in a later deployment (step 6).":
    "先にそれを使わないアプリケーションをデプロイし（6 ステップ中のステップ 5）、後のデプロイで削除してください（ステップ 6）。",
  "{0} is removed in the deployment in which {1} stops using it: the application that runs until then fails.":
    "{1} が使用をやめるのと同じデプロイで {0} が取り除かれます。それまで稼働しているアプリケーションは失敗します。",
  "{0} is removed, and {1}, as changed in this deployment, still names it.":
    "{0} が取り除かれますが、このデプロイで変更された {1} がその名前を使っています。",
  // no-drop-type
  "Disallow dropping a type that existed before": "以前から存在する型の削除を禁止",
  "The application that still runs may name the type in casts and parameters: those queries fail. To remove a value from an enum, type and columns must be rewritten as well.":
    "稼働中のアプリケーションがキャストやパラメータでその型を使っていると、そのクエリは失敗します。列挙型から値を取り除くには、型と列の書き直しも必要です。",
  "Deploy an application that no longer names the type first, and drop it in a later deployment; keep unused enum values, or move them into a table.":
    "先にその型を使わないアプリケーションをデプロイし、後のデプロイで削除してください。使わない列挙値は残すか、テーブルに移してください。",
  "The type {0} is gone.": "型 {0} が失われます。",
  // no-duplicate-index
  "Disallow indexes that another index makes superfluous": "別のインデックスで足りるインデックスを禁止",
  "Every INSERT, and most UPDATEs, must write to each index of the table. An index whose columns are the first columns of another one has this cost and speeds up nothing.":
    "INSERT のたびに、また多くの UPDATE で、テーブルのすべてのインデックスへの書き込みが必要です。別のインデックスの先頭部分にすぎないインデックスは、コストだけがかかり何も速くしません。",
  "Leave the index out, or drop the shorter one after the longer one has been built.":
    "そのインデックスを作らないか、長いほうを作った後に短いほうを削除してください。",
  "{0} already begins with the same columns.": "{0} がすでに同じ列で始まっています。",
  // no-dynamic-sql
  "Disallow SQL that is put together while the migration runs": "マイグレーションの実行中に組み立てられる SQL を禁止",
  "What EXECUTE runs is known only on the server: neither this check nor a reviewer can tell what it locks, rewrites or drops.":
    "EXECUTE が何を実行するかはサーバー上でしか分かりません。この検査もレビュアーも、何がロックされ、書き直され、削除されるかを判断できません。",
  "Write the statements out, or review what the block runs and allow this finding with the reason.":
    "文をそのまま書き下すか、ブロックが実行する内容を確認したうえで理由を添えてこの指摘を許可してください。",
  "What this runs cannot be seen. {0}": "実行される内容が分かりません。{0}",
  // no-early-backfill
  "Disallow filling a new column from an old one in the deployment that adds it":
    "新しい列を追加するデプロイで古い列から値を埋めることを禁止",
  "The application that still runs does not know the new column: what it inserts and changes after the backfill is missing or outdated there, and nobody notices until the old column is dropped.":
    "稼働中のアプリケーションは新しい列を知りません。バックフィル後に追加・変更した値は新しい列に入らないか古いままになり、古い列が削除されるまで誰も気付きません。",
  "Deploy an application that writes both columns first (step 2 of 6), or add a trigger that keeps them in step, and fill the old rows in a later deployment.":
    "先に両方の列に書くアプリケーションをデプロイするか（6 ステップ中のステップ 2）、両者を同期するトリガーを追加し、後のデプロイで古い行を埋めてください。",
  "{0} is added in this same deployment, so step 2 of 6 has not shipped: what the running application writes after this is not in it.":
    "{0} は同じデプロイで追加されるため、6 ステップ中のステップ 2 がまだリリースされていません。この後に稼働中のアプリケーションが書く値は入りません。",
  // no-enum-value-use
  "Disallow using an enum value in the transaction that adds it":
    "列挙値を追加したトランザクション内でのその値の使用を禁止",
  "PostgreSQL does not let a new enum value be used before the transaction that added it is committed (error 55P04). The migration fails, and the deployment stops there.":
    "PostgreSQL は、新しい列挙値を追加したトランザクションがコミットされるまで、その値を使わせません（エラー 55P04）。マイグレーションは失敗し、デプロイはそこで止まります。",
  "Put ALTER TYPE ... ADD VALUE into a migration of its own that is committed before the value is used.":
    "ALTER TYPE ... ADD VALUE を、値を使う前にコミットされる独立したマイグレーションに移してください。",
  "The new enum value is used before it is committed.": "新しい列挙値がコミット前に使われています。",
  // no-exclusion-constraint-build
  "Disallow adding an exclusion constraint to an existing table": "既存テーブルへの排他制約の追加を禁止",
  "An exclusion constraint builds its index under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until it is built. PostgreSQL has no way to build it without that lock.":
    "排他制約は ACCESS EXCLUSIVE ロックの下でインデックスを作ります。完成するまで、テーブルの読み書きはすべて待たされます。PostgreSQL にはこのロックなしで作る方法がありません。",
  "Create a new table with the constraint and move the rows over in small batches, or check for overlaps in a trigger.":
    "制約付きの新しいテーブルを作って小さなバッチで行を移すか、重複をトリガーで検査してください。",
  "Reads and writes of {0} wait until the index of the exclusion constraint is built.":
    "排他制約のインデックスが完成するまで、{0} の読み書きが待たされます。",
  // no-failing-statement
  "Disallow statements that PostgreSQL will refuse": "PostgreSQL が拒否する文を禁止",
  "PostgreSQL refuses the statement, whatever the data. The migration fails, and the deployment stops there.":
    "PostgreSQL は、データの内容にかかわらずこの文を拒否します。マイグレーションは失敗し、デプロイはそこで止まります。",
  "Correct the statement, or the order of the migrations.": "文、またはマイグレーションの順序を直してください。",
  "PostgreSQL refuses this with error {0}: {1}.": "PostgreSQL はこの文をエラー {0} で拒否します: {1}。",
  "Drop what depends on it first, by name.": "先に、依存するものを名前を挙げて削除してください。",
  "Check the name, and that an earlier migration creates it.":
    "名前と、それが先行するマイグレーションで作られることを確認してください。",
  "Use an immutable expression: a text or timestamptz conversion that does not depend on a setting.":
    "設定に依存しない、テキストや timestamptz の変換など、immutable な式を使ってください。",
  "Create the new version under a new name, and drop the old one in a later deployment.":
    "新しい版を新しい名前で作り、古い版は後のデプロイで削除してください。",
  "Create the index with ON ONLY on the partitioned table, build one with CONCURRENTLY on each partition, and attach these with ALTER INDEX ... ATTACH PARTITION.":
    "パーティションテーブルに ON ONLY でインデックスを作り、各パーティションに CONCURRENTLY で作ったインデックスを ALTER INDEX ... ATTACH PARTITION でアタッチしてください。",
  // no-full-replica-identity
  "Disallow REPLICA IDENTITY FULL on an existing table": "既存テーブルの REPLICA IDENTITY FULL を禁止",
  "Every UPDATE and DELETE writes the whole old row into the write-ahead log, and a subscriber looks for the row by comparing all columns: both grow with the table's width and size.":
    "UPDATE と DELETE のたびに古い行全体が WAL に書かれ、サブスクライバーは全列を比較して行を探します。どちらもテーブルの列数と行数に応じて重くなります。",
  "Use REPLICA IDENTITY USING INDEX with a unique index over NOT NULL columns.":
    "NOT NULL の列に対する一意インデックスを使い、REPLICA IDENTITY USING INDEX としてください。",
  "Every UPDATE and DELETE on {0} logs the whole old row from now on.":
    "以後、{0} に対する UPDATE と DELETE は古い行全体をログに書きます。",
  // no-hidden-invalid-index
  "Disallow IF NOT EXISTS that accepts an invalid index": "無効なインデックスを受け入れてしまう IF NOT EXISTS を禁止",
  "A concurrent index build that fails leaves an INVALID index behind, which no query uses. On the next run IF NOT EXISTS sees the name, does nothing, and reports success.":
    "CONCURRENTLY でのインデックス作成が失敗すると、どのクエリにも使われない INVALID なインデックスが残ります。次の実行では IF NOT EXISTS が名前だけを見て何もせず、成功と報告します。",
  "Run DROP INDEX CONCURRENTLY IF EXISTS with the same name before it, so that a failed attempt is removed first.":
    "同じ名前で DROP INDEX CONCURRENTLY IF EXISTS を先に実行し、失敗した試みの残りを取り除いてください。",
  "IF NOT EXISTS would accept an invalid {0} that an earlier attempt left behind.":
    "以前の試みが残した無効な {0} が、インデックスとして扱われてしまいます。",
  // no-incomplete-down-script
  "Disallow a down script that does not bring back the schema before its migration":
    "マイグレーション前のスキーマに戻らない down スクリプトを禁止",
  "After the rollback no version of the application was tested with the schema, and the migration fails when it runs again, because what it creates still exists.":
    "ロールバック後のスキーマは、どのバージョンのアプリケーションでもテストされていない状態になります。また、作成されるものが残っているため、マイグレーションを再実行すると失敗します。",
  "Undo each statement of the migration, the last one first.":
    "マイグレーションの各文を、最後のものから順に取り消してください。",
  "The down script does not remove what the migration created: {0}.":
    "マイグレーションが作成したものがこの後も残ります: {0}。",
  "The down script does not restore what the migration removed: {0}.":
    "マイグレーションが取り除いたものがこの後も戻りません: {0}。",
  "The down script leaves these different from before: {0}.": "この後もマイグレーション前と同じになりません: {0}。",
  // no-index-rebuild
  "Disallow type and collation changes that rebuild indexes of an existing table":
    "既存テーブルのインデックスを作り直す型や照合順序の変更を禁止",
  "The rows stay, but the indexes over the column are rebuilt under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until they are built.":
    "行はそのままですが、列を含むインデックスが ACCESS EXCLUSIVE ロックの下で作り直されます。完成するまで、テーブルの読み書きはすべて待たされます。",
  "Add a column with the new type or collation, keep it in step with a trigger, index it with CONCURRENTLY, and switch the application over.":
    "新しい型や照合順序の列を追加し、トリガーで同期させ、CONCURRENTLY でインデックスを作ってから、アプリケーションを切り替えてください。",
  "Reads and writes of {0} wait until {1} is rebuilt.": "{1} が作り直されるまで、{0} の読み書きが待たされます。",
  // no-ineffective-set-local
  "Disallow SET LOCAL outside a transaction": "トランザクション外の SET LOCAL を禁止",
  "Outside a transaction SET LOCAL only raises a warning and sets nothing: the timeout that it should have set does not protect anyone.":
    "トランザクションの外では、SET LOCAL は警告を出すだけで何も設定しません。設定したはずのタイムアウトは誰も守りません。",
  "Use SET, and RESET at the end, or open a transaction with BEGIN first.":
    "SET を使って最後に RESET するか、先に BEGIN でトランザクションを開いてください。",
  "This sets nothing, because no transaction is open.": "トランザクションが開いていないため、何も設定されません。",
  // no-lasting-timeout
  "Disallow timeouts that outlive the migration": "マイグレーション後まで残るタイムアウトを禁止",
  "SET lasts as long as the session. On a pooled connection the next client inherits the timeout, and its queries fail for no visible reason.":
    "SET はセッションが終わるまで有効です。プールされた接続では次のクライアントがそのタイムアウトを引き継ぎ、クエリが原因不明のまま失敗します。",
  "Use SET LOCAL inside the transaction, or RESET the setting at the end of the migration.":
    "トランザクション内で SET LOCAL を使うか、マイグレーションの最後に RESET してください。",
  "{0} stays set after this migration.": "{0} がこのマイグレーションの後も設定されたままです。",
  // no-lock-table
  "Disallow LOCK TABLE on existing tables": "既存テーブルの LOCK TABLE を禁止",
  "LOCK TABLE without a mode takes ACCESS EXCLUSIVE: all reads and writes of the table wait until the transaction ends, even when none of its statements needs that.":
    "モードを指定しない LOCK TABLE は ACCESS EXCLUSIVE を取ります。必要とする文がなくても、トランザクションが終わるまでテーブルの読み書きはすべて待たされます。",
  "Remove it: each statement takes the lock that it needs. Where several statements need one lock, name the weakest mode that suffices.":
    "取り除いてください。各文は必要なロックを自分で取ります。複数の文をまとめて守る必要がある場合は、用の足りる最も弱いモードを指定してください。",
  "Reads and writes of {0} wait until this transaction ends.":
    "このトランザクションが終わるまで、{0} の読み書きが待たされます。",
  "Writes to {0} wait until this transaction ends.":
    "このトランザクションが終わるまで、{0} への書き込みが待たされます。",
  // no-long-identifier
  "Disallow names that PostgreSQL truncates": "PostgreSQL が切り詰める名前を禁止",
  "PostgreSQL truncates a name to its first 63 bytes, with a notice: two long names can become the same one, and tools that look for the full name do not find it.":
    "PostgreSQL は名前の先頭 63 バイトだけを残し、NOTICE とともに残りを捨てます。長い名前どうしが同じ名前になったり、完全な名前を探すツールが見つけられなくなったりします。",
  "Choose a name of at most 63 bytes.": "63 バイト以内の名前を選んでください。",
  "PostgreSQL truncates this name to {0}.": "PostgreSQL はこの名前を {0} に切り詰めます。",
  // no-lossy-down-script
  "Disallow a down script that loses data": "データを失う down スクリプトを禁止",
  "A rollback happens in haste, and nobody looks again at what the down script deletes. What it drops cannot be brought back by running the migration again.":
    "ロールバックは急いで行われ、down スクリプトが何を消すかを改めて確認する人はいません。削除されたものは、マイグレーションを再実行しても戻りません。",
  "Copy the data back before it is dropped, or leave the new column or table in place: the previous application works with it.":
    "削除する前にデータを元へコピーするか、新しい列やテーブルを残してください。以前のアプリケーションには影響しません。",
  "Whether a rollback also happens after the application has written what the migration adds: then each drop loses data.":
    "マイグレーションが追加したものにアプリケーションが書き込んだ後にもロールバックするかどうか。その場合、削除はすべてデータの喪失になります。",
  "{0} is older than the migration that this undoes, and its data is lost.":
    "{0} は取り消すマイグレーションより前からあり、そのデータが失われます。",
  "{0} has values that the migration moved there from what it dropped, and they are lost.":
    "{0} には、マイグレーションが削除したものから移した値があり、それらが失われます。",
  "What the application wrote to {0} since the migration is lost.":
    "マイグレーション以降にアプリケーションが {0} に書き込んだデータが失われます。",
  // no-mismatched-if-not-exists
  "Disallow IF NOT EXISTS over something of another shape": "形の異なるものに対する IF NOT EXISTS を禁止",
  "IF NOT EXISTS only looks at the name: what exists stays as it is, PostgreSQL reports success, and the schema silently differs from what the migration says.":
    "IF NOT EXISTS は名前しか見ません。既存のものはそのまま残り、PostgreSQL は成功と報告し、スキーマはマイグレーションの記述と黙って食い違います。",
  "Change what exists with ALTER TABLE, or use another name.":
    "既存のものを ALTER TABLE で変更するか、別の名前を使ってください。",
  "{0} exists already, without {1}.": "{0} はすでに存在しますが、{1} がありません。",
  "{0} exists already, with another type.": "{0} は別の型ですでに存在します。",
  // no-mixed-phases
  "Disallow removing the old in the migration that adds the new":
    "新しいものを追加するマイグレーションで古いものを取り除くことを禁止",
  "Between the new schema and the removal of the old one, the application must be deployed and the rows moved. In one migration there is no moment for that: the application that still runs fails.":
    "新しいスキーマを用意してから古いものを取り除くまでの間に、アプリケーションのデプロイと行の移動が必要です。一つのマイグレーションにまとめるとその余地がなく、稼働中のアプリケーションが失敗します。",
  "Split it: add the new (expand), deploy an application that uses both, move the rows (migrate), and remove the old (contract) in a later deployment.":
    "分割してください。新しいものを追加し（expand）、両方を使うアプリケーションをデプロイし、行を移し（migrate）、後のデプロイで古いものを取り除きます（contract）。",
  "This removes what the running application may use, and {0} in the same migration belongs to an earlier phase.":
    "この文は稼働中のアプリケーションが使うかもしれないものを取り除きますが、同じマイグレーションの {0} はより前の段階に属します。",
  "This removes what the running application may use, and {0} in {1}, which ships in the same deployment, belongs to an earlier phase.":
    "この文は稼働中のアプリケーションが使うかもしれないものを取り除きますが、同じデプロイで適用される {1} の {0} はより前の段階に属します。",
  // no-nested-transaction
  "Disallow BEGIN and COMMIT that do not match": "対応していない BEGIN と COMMIT を禁止",
  "PostgreSQL has no nested transactions. A BEGIN inside a transaction does nothing, the first COMMIT ends the runner's transaction, and what follows runs without one: a failure then leaves the migration half applied.":
    "PostgreSQL には入れ子のトランザクションがありません。トランザクション内の BEGIN は何もせず、最初の COMMIT がランナーのトランザクションを終わらせ、続きはトランザクションなしで実行されます。失敗するとマイグレーションは途中まで適用された状態で残ります。",
  "Leave BEGIN and COMMIT to the runner, or switch its transaction off for this migration.":
    "BEGIN と COMMIT はランナーに任せるか、このマイグレーションではランナーのトランザクションを無効にしてください。",
  "A transaction is open already, so this does nothing.":
    "すでにトランザクションが開いているため、これは何もしません。",
  "No transaction is open, so this does nothing.": "トランザクションが開いていないため、これは何もしません。",
  "This ends the runner's transaction; what follows runs outside it.":
    "これはランナーのトランザクションを終わらせます。続きはその外で実行されます。",
  "This transaction is never committed.": "このトランザクションはコミットされません。",
  // no-opposite-lock-order
  "Disallow locking the same tables in opposite orders": "同じテーブルを逆の順序でロックすることを禁止",
  "Two transactions that lock the same two tables in opposite orders can wait for each other: PostgreSQL then aborts one of them, the migration or a user's request.":
    "同じ二つのテーブルを逆の順序でロックする二つのトランザクションは、互いを待ち合うことがあります。PostgreSQL はその一方、つまりマイグレーションか利用者のリクエストを中断します。",
  "Lock tables in the same order everywhere, such as parents before children, or change one table in each transaction.":
    "親テーブルを先に、のようにどこでも同じ順序でロックするか、トランザクションごとに一つのテーブルだけを変更してください。",
  "{0} is locked before {1} here, and after it in an earlier transaction.":
    "ここでは {0} が {1} より先にロックされますが、先行するトランザクションでは逆の順序です。",
  // no-published-table-change
  "Disallow changing the columns of a published table": "パブリケーション対象テーブルの列の変更を禁止",
  "Logical replication does not replicate schema changes. A subscriber that lacks a new column stops applying changes at the first row that has it, and the publisher keeps its log until it is repaired.":
    "論理レプリケーションはスキーマの変更を複製しません。新しい列を持たないサブスクライバーは、その列を含む最初の行で適用を止め、直るまでパブリッシャーはログを保持し続けます。",
  "Add columns on the subscriber first, and drop them on the publisher first; then allow this finding for the statement, with that as the reason.":
    "列の追加はサブスクライバー側を先に、削除はパブリッシャー側を先に行ってください。そのうえで、それを理由としてこの文の指摘を許可してください。",
  "Subscribers of {0} do not get this change.": "{0} のサブスクライバーにはこの変更が届きません。",
  // no-rename
  "Disallow renaming what the running application uses": "稼働中のアプリケーションが使うものの名前の変更を禁止",
  "The application that still runs fails on every query that uses the old name, from the moment of the rename until its last instance is replaced.":
    "名前を変えた瞬間から最後のインスタンスが入れ替わるまで、稼働中のアプリケーションは古い名前を使うすべてのクエリで失敗します。",
  "Add the new name beside the old one (a new column that a trigger keeps in step, or a view), deploy an application that uses only the new one, and remove the old one in a later deployment.":
    "新しい名前を古い名前と並べて追加し（トリガーで同期する新しい列、またはビュー）、新しい名前だけを使うアプリケーションをデプロイし、後のデプロイで古い名前を取り除いてください。",
  "{0} is no longer found in its schema.": "{0} は元のスキーマでは見つからなくなります。",
  "{0} loses the values {1}: queries that name them fail.":
    "{0} から値 {1} がなくなり、その値を指定するクエリは失敗します。",
  "{0} is no longer found under its name.": "{0} は元の名前では見つからなくなります。",
  // no-repeated-lock
  "Disallow locking the same existing table many times in one migration":
    "一つのマイグレーションで同じ既存テーブルを何度もロックすることを禁止",
  "Each lock on a busy table must wait for its running queries, and makes the later ones queue behind it: many short waits add up to one that users notice.":
    "混んでいるテーブルのロックは、そのたびに実行中のクエリの終了を待ち、後続のクエリを待たせます。短い待ちが積み重なり、利用者が気付く待ちになります。",
  "Join the changes of one table into few statements, or spread them over several deployments.":
    "一つのテーブルへの変更を少ない文にまとめるか、複数のデプロイに分けてください。",
  "This migration locks {0} more than {1} times.": "このマイグレーションは {0} を {1} 回より多くロックします。",
  // no-required-column
  "Disallow requiring a value that the running application does not write":
    "稼働中のアプリケーションが書かない値を必須にすることを禁止",
  "The application that still runs does not know the column, so each of its INSERTs fails on the missing value. A NOT NULL column without a default fails at once when the table has rows (error 23502).":
    "稼働中のアプリケーションはこの列を知らないため、値の欠けた INSERT がすべて失敗します。デフォルトのない NOT NULL 列は、テーブルに行があれば追加自体が失敗します（エラー 23502）。",
  "Give the column a default, or add it without NOT NULL, deploy an application that writes it, fill the old rows, and make it NOT NULL in a later deployment.":
    "列にデフォルトを付けるか、NOT NULL なしで追加し、その列を書くアプリケーションをデプロイし、既存の行を埋めてから、後のデプロイで NOT NULL にしてください。",
  "This fails where {0} has a row, and INSERTs that do not give {1} a value fail.":
    "{0} に行があれば失敗します。また {1} に値を与えない INSERT も失敗します。",
  "INSERTs that do not give {0} a value fail.": "{0} に値を与えない INSERT が失敗します。",
  // no-retyped-column
  "Disallow changing a column to a type that the running application does not expect":
    "稼働中のアプリケーションが想定しない型への列の変更を禁止",
  "The application that still runs reads and writes the old type. Its queries fail, or get values that it cannot hold, until its last instance is replaced.":
    "稼働中のアプリケーションは古い型で読み書きします。最後のインスタンスが入れ替わるまで、クエリが失敗するか、扱えない値を受け取ります。",
  "Add a column of the new type, let the application write both, copy the old rows in small batches, switch the readers, and drop the old column in a later deployment.":
    "新しい型の列を追加し、アプリケーションに両方を書かせ、既存の行を小さなバッチでコピーし、読み手を切り替え、後のデプロイで古い列を削除してください。",
  "Writes that give {0} a value fail.": "{0} に値を与える書き込みが失敗します。",
  "Queries on {0} meet another type.": "{0} を使うクエリが別の型に出会います。",
  // no-rewrite-rule
  "Disallow CREATE RULE": "CREATE RULE を禁止",
  "A rule rewrites queries before they run: it evaluates expressions twice, hides what a statement does, and takes ACCESS EXCLUSIVE on the table when it is created.":
    "ルールはクエリを実行前に書き換えます。式が二度評価され、文が何をするのかが見えなくなり、作成時にはテーブルに ACCESS EXCLUSIVE を取ります。",
  "Use a trigger, or an updatable view.": "トリガー、または更新可能なビューを使ってください。",
  "Queries on the table are rewritten from now on.": "以後、このテーブルへのクエリは書き換えられます。",
  // no-stopped-writes
  "Disallow triggers and rules that stop all writes": "すべての書き込みを止めるトリガーとルールを禁止",
  "The application that still runs writes to the table. From now on each such write fails (a trigger that raises an error whatever it gets), or is left out without a word (a rule that does nothing instead, a trigger that gives no row).":
    "稼働中のアプリケーションはこのテーブルに書き込みます。以後、その書き込みはすべて失敗する（内容によらずエラーを上げるトリガー）か、黙って捨てられます（代わりに何もしないルール、行を返さないトリガー）。",
  "Deploy an application that no longer writes there, and stop the writes in a later deployment.":
    "先にそこへ書き込まないアプリケーションをデプロイし、書き込みを止めるのは後のデプロイにしてください。",
  "Each later change of the schema fails.": "以後のスキーマ変更はすべて失敗します。",
  "Each {0} on {1} fails or is left out from now on.": "以後、{1} への {0} はすべて失敗するか、捨てられます。",
  "Each write to {0} fails or is left out from now on.": "以後、{0} への書き込みはすべて失敗するか、捨てられます。",
  // no-subtransaction-loop
  "Disallow exception blocks in a loop": "ループ内の例外ブロックを禁止",
  "Each pass through a block with EXCEPTION is a subtransaction. Beyond 64 in one transaction, every other session must look them up on disk, and the whole server slows down.":
    "EXCEPTION を含むブロックは、通るたびにサブトランザクションになります。一つのトランザクションで 64 を超えると、ほかのすべてのセッションがディスク上で確認する必要が生じ、サーバー全体が遅くなります。",
  "Commit after each batch, and skip what would fail with a condition or ON CONFLICT instead of an exception.":
    "バッチごとにコミットし、失敗するものは例外ではなく条件や ON CONFLICT で飛ばしてください。",
  "Each pass of the loop is a subtransaction.": "ループの一回ごとにサブトランザクションになります。",
  // no-superuser-statement
  "Disallow statements that need a superuser": "スーパーユーザーを必要とする文を禁止",
  "Migrations should run with the rights of the schema's owner. Statements that need a superuser fail there, or tempt people to give the migration role all rights.":
    "マイグレーションはスキーマの所有者の権限で実行すべきです。スーパーユーザーを必要とする文はそこで失敗するか、マイグレーション用ロールに全権限を与える誘因になります。",
  "Run the statement outside the migrations, where the server is set up.":
    "サーバーを構築する場所など、マイグレーションの外でこの文を実行してください。",
  "ALTER SYSTEM needs a superuser.": "ALTER SYSTEM にはスーパーユーザーが必要です。",
  "Only a superuser can create superusers.": "スーパーユーザーを作れるのはスーパーユーザーだけです。",
  // no-table-copy
  "Disallow copying an existing table within a migration": "マイグレーション内での既存テーブルのコピーを禁止",
  "The copy reads the whole source in one transaction. That holds ACCESS SHARE on it, so that no schema change of it can run, and keeps vacuum from cleaning up anywhere until it ends.":
    "コピーは元のテーブル全体を一つのトランザクションで読みます。その間 ACCESS SHARE を保持するため元のテーブルのスキーマ変更ができず、終わるまでどのテーブルでも vacuum による掃除が進みません。",
  "Create the table empty (WITH NO DATA for a materialized view), and fill it in small batches outside the migration.":
    "テーブルを空で作り（マテリアライズドビューは WITH NO DATA）、マイグレーションの外で小さなバッチに分けて埋めてください。",
  "{0} is read in full in one transaction.": "{0} が一つのトランザクションで全件読み取られます。",
  // no-table-rewrite
  "Disallow rewriting an existing table": "既存テーブルの書き直しを禁止",
  "The table is rewritten, with all its indexes, under an ACCESS EXCLUSIVE lock: all reads and writes of it wait until the last row is copied, and it needs as much disk space again.":
    "テーブルとそのすべてのインデックスが、ACCESS EXCLUSIVE ロックの下で書き直されます。最後の行がコピーされるまで読み書きはすべて待たされ、同じだけのディスク容量がさらに必要です。",
  "Add a new column or table beside the old one, copy the rows in small batches, and switch over.":
    "新しい列またはテーブルを古いものと並べて追加し、小さなバッチで行をコピーして切り替えてください。",
  "{0} is rewritten while all reads and writes of it wait.": "{0} が書き直される間、その読み書きはすべて待たされます。",
  "Add a column of the new type, keep it in step with a trigger, copy the rows in small batches, and switch the application over before the old column goes.":
    "新しい型の列を追加し、トリガーで同期させ、小さなバッチで行をコピーし、古い列を取り除く前にアプリケーションを切り替えてください。",
  "Add the column without GENERATED, fill it in small batches, make it NOT NULL, and then ADD GENERATED ... AS IDENTITY.":
    "GENERATED なしで列を追加し、小さなバッチで埋め、NOT NULL にしてから ADD GENERATED ... AS IDENTITY としてください。",
  "Make the generated column VIRTUAL, or add a plain column that a trigger fills, and fill the old rows in small batches.":
    "生成列を VIRTUAL にするか、トリガーで埋める通常の列を追加し、既存の行を小さなバッチで埋めてください。",
  "Add a plain column that a trigger fills, and fill the old rows in small batches.":
    "トリガーで埋める通常の列を追加し、既存の行を小さなバッチで埋めてください。",
  "Add the column with the domain's base type, and put the domain's check on the table with NOT VALID.":
    "ドメインの基底型で列を追加し、ドメインのチェックは NOT VALID でテーブルに付けてください。",
  "Add the column without a default, then SET DEFAULT for new rows, and fill the old rows in small batches.":
    "デフォルトなしで列を追加し、新しい行のために SET DEFAULT を実行し、既存の行を小さなバッチで埋めてください。",
  "Create a new table with the wanted storage, copy the rows in small batches, and swap the two tables.":
    "望む格納方式の新しいテーブルを作り、小さなバッチで行をコピーし、二つのテーブルを入れ替えてください。",
  // no-timeout-on-concurrent-index
  "Disallow timeouts around CONCURRENTLY": "CONCURRENTLY の前後のタイムアウトを禁止",
  "CONCURRENTLY waits for every transaction that is older than it, which is harmless for users and can take hours. A timeout aborts it and leaves an INVALID index behind.":
    "CONCURRENTLY は自分より古いすべてのトランザクションを待ちます。これは利用者には無害ですが、何時間もかかることがあります。タイムアウトはそれを中断し、INVALID なインデックスを残します。",
  "Run SET lock_timeout = 0 and SET statement_timeout = 0 before it.":
    "その前に SET lock_timeout = 0 と SET statement_timeout = 0 を実行してください。",
  "A {0} of {1} can abort this and leave an invalid index.":
    "{1} の {0} がこれを中断し、無効なインデックスを残す可能性があります。",
  // no-truncate
  "Disallow TRUNCATE of an existing table": "既存テーブルの TRUNCATE を禁止",
  "All rows are lost. TRUNCATE takes an ACCESS EXCLUSIVE lock on the table, and with CASCADE also empties every table that refers to it.":
    "すべての行が失われます。TRUNCATE はテーブルに ACCESS EXCLUSIVE ロックを取り、CASCADE を付けると、それを参照するすべてのテーブルも空にします。",
  "Delete the rows that are no longer needed in small batches, after a backup, outside a schema migration.":
    "不要な行は、バックアップを取った後、スキーマのマイグレーションの外で小さなバッチに分けて削除してください。",
  "All rows of {0} are gone.": "{0} のすべての行が失われます。",
  // no-unbatched-data-change
  "Disallow changing all rows of a table in one statement": "一つの文でテーブルの全行を変更することを禁止",
  "One UPDATE or DELETE over the whole table locks every row until it commits: users who change the same rows wait, vacuum cannot clean up, and replicas fall behind.":
    "テーブル全体への一つの UPDATE や DELETE は、コミットまですべての行をロックします。同じ行を変更する利用者は待たされ、vacuum は掃除できず、レプリカは遅れます。",
  "Change the rows in batches of some thousand by key, each in a transaction of its own, outside the schema migration.":
    "キーで区切った数千行ずつのバッチで、それぞれ独立したトランザクションとして、スキーマのマイグレーションの外で変更してください。",
  "Every row of {0} is changed in one transaction.": "{0} のすべての行が一つのトランザクションで変更されます。",
  "An unknown number of rows of {0} is changed in one transaction.":
    "{0} の行が、数の限りなく一つのトランザクションで変更されます。",
  // no-unenforced-constraint
  "Disallow constraints that nothing enforces": "何も強制しない制約を禁止",
  "A NOT ENFORCED constraint checks neither old nor new rows: wrong data enters unnoticed, although the schema promises otherwise.":
    "NOT ENFORCED の制約は、既存の行も新しい行も検査しません。スキーマが約束しているように見えても、誤ったデータが気付かれずに入ります。",
  "Add the constraint with NOT VALID, which checks new rows at once, and validate it in a later transaction.":
    "制約は NOT VALID で追加し（新しい行はすぐに検査されます）、後のトランザクションで検証してください。",
  "Neither old nor new rows are checked against this constraint.": "既存の行も新しい行も、この制約で検査されません。",
  // no-unique-constraint-build
  "Disallow building the index of a constraint while the table is locked":
    "テーブルをロックしたまま制約のインデックスを作ることを禁止",
  "A new primary key or unique constraint builds its index under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until the index is built.":
    "新しい主キーや一意制約は、ACCESS EXCLUSIVE ロックの下でインデックスを作ります。完成するまで、テーブルの読み書きはすべて待たされます。",
  "Build a unique index with CREATE UNIQUE INDEX CONCURRENTLY first, and add the constraint with USING INDEX: that takes the lock for a moment only.":
    "先に CREATE UNIQUE INDEX CONCURRENTLY で一意インデックスを作り、USING INDEX で制約を追加してください。ロックは一瞬で済みます。",
  "Reads and writes of {0} wait until the index of the constraint is built.":
    "制約のインデックスが完成するまで、{0} の読み書きが待たされます。",
  // no-vacuum-full
  "Disallow VACUUM FULL and CLUSTER": "VACUUM FULL と CLUSTER を禁止",
  "VACUUM FULL and CLUSTER rewrite the table under an ACCESS EXCLUSIVE lock: all reads and writes of it wait until the last row is copied.":
    "VACUUM FULL と CLUSTER は、ACCESS EXCLUSIVE ロックの下でテーブルを書き直します。最後の行がコピーされるまで、その読み書きはすべて待たされます。",
  "Run plain VACUUM, or use pg_repack, which copies the table while it stays usable.":
    "通常の VACUUM を実行するか、テーブルを使えるままコピーする pg_repack を使ってください。",
  "Every table is rewritten while all reads and writes of it wait.":
    "すべてのテーブルが書き直される間、その読み書きはすべて待たされます。",
  // no-validate-in-same-transaction
  "Disallow validating a constraint in the transaction that still holds a strong lock":
    "強いロックを保持したままのトランザクションでの制約の検証を禁止",
  "A transaction keeps its locks until it ends. What ADD CONSTRAINT ... NOT VALID locked stays locked while VALIDATE CONSTRAINT reads the whole table, so users wait as long as without NOT VALID.":
    "トランザクションはロックを終了まで保持します。ADD CONSTRAINT ... NOT VALID が取ったロックは、VALIDATE CONSTRAINT がテーブル全体を読む間も残るため、利用者は NOT VALID なしの場合と同じだけ待たされます。",
  "Validate the constraint in a migration of its own, after the transaction that added it has been committed.":
    "制約を追加したトランザクションをコミットした後、独立したマイグレーションで検証してください。",
  "{0} is read in full while this transaction still holds {1} on it.":
    "このトランザクションが {1} を保持したまま、{0} が全件読み取られます。",
  // no-value-loss
  "Disallow type changes that cut stored values": "保存済みの値を切り捨てる型変更を禁止",
  "The new type holds less than the old one: digits, fractions of a second or characters are cut from stored values, and nothing brings them back. Where PostgreSQL does not cut, it fails.":
    "新しい型は古い型より表せる範囲が狭く、保存済みの値の桁、秒の端数、文字が切り捨てられ、元には戻せません。PostgreSQL が切り捨てない場合は失敗します。",
  "Add a column of the new type, copy the rows in small batches, compare, and drop the old column in a later deployment.":
    "新しい型の列を追加し、小さなバッチで行をコピーして比較し、後のデプロイで古い列を削除してください。",
  "Values of {0} are cut.": "{0} の値が切り捨てられます。",
  // no-volatile-check
  "Disallow check constraints whose outcome changes over time": "結果が時とともに変わる CHECK 制約を禁止",
  "PostgreSQL checks a row only when it is written. A row that fits today may not fit tomorrow: then an UPDATE of another column fails, and so does restoring a dump.":
    "PostgreSQL は行を書き込むときにしか検査しません。今日は合う行も明日は合わないかもしれず、そのときは別の列の UPDATE も、ダンプの復元も失敗します。",
  "Check it in a trigger when the row is written, or in the application.":
    "行を書き込むときにトリガーで検査するか、アプリケーションで検査してください。",
  "The outcome of {0} depends on more than the row.": "{0} の結果は行以外のものに依存します。",
  // no-wide-lock
  "Disallow locking several existing tables in one transaction":
    "一つのトランザクションで複数の既存テーブルをロックすることを禁止",
  "A transaction keeps every lock until it ends, so users of the first table wait for the lock on the last one too. A transaction of the application that locks the same tables in another order ends in a deadlock.":
    "トランザクションはすべてのロックを終了まで保持するため、最初のテーブルの利用者は最後のテーブルのロック待ちにも巻き込まれます。同じテーブルを別の順序でロックするアプリケーションのトランザクションとはデッドロックになります。",
  "Change one table in each transaction: one migration for each, or a migration outside a transaction.":
    "トランザクションごとに一つのテーブルだけを変更してください。テーブルごとのマイグレーション、またはトランザクション外のマイグレーションにします。",
  "This transaction locks {0} at the same time.": "このトランザクションは {0} を同時にロックします。",
  // no-work-under-lock
  "Disallow long work in a transaction that holds an exclusive lock on another table":
    "別のテーブルの排他ロックを保持したトランザクションでの長い処理を禁止",
  "A transaction keeps its locks until it ends: all reads and writes of the table that was locked first wait until the later statement, which reads or builds over a whole table, has ended.":
    "トランザクションはロックを終了まで保持します。テーブル全体を読む、またはインデックスを作る後の文が終わるまで、先にロックしたテーブルの読み書きはすべて待たされます。",
  "Put each statement that takes ACCESS EXCLUSIVE into a transaction of its own, and the long work into another one.":
    "ACCESS EXCLUSIVE を取る文はそれぞれ独立したトランザクションに、長い処理はさらに別のトランザクションに分けてください。",
  "Reads and writes of {0}, which this transaction has locked, wait while {1} is worked through.":
    "{1} の処理が終わるまで、このトランザクションがロックした {0} の読み書きが待たされます。",
  // prefer-attach-partition
  "Prefer ATTACH PARTITION over creating a partition in place":
    "パーティションをその場で作るより ATTACH PARTITION を推奨",
  "CREATE TABLE ... PARTITION OF takes ACCESS EXCLUSIVE on the partitioned table (and reads a DEFAULT partition in full): while it waits for running queries, all reads and writes of every partition wait.":
    "CREATE TABLE ... PARTITION OF はパーティションテーブルに ACCESS EXCLUSIVE を取ります（DEFAULT パーティションがあれば全件読みます）。実行中のクエリを待つ間、すべてのパーティションの読み書きが待たされます。",
  "Create the table with LIKE and a CHECK constraint equal to its bounds, and attach it: that takes SHARE UPDATE EXCLUSIVE on the partitioned table, which lets reads and writes pass.":
    "LIKE と境界に等しい CHECK 制約でテーブルを作り、アタッチしてください。パーティションテーブルには読み書きを通す SHARE UPDATE EXCLUSIVE しか取りません。",
  "All reads and writes of {0} wait while {1} is read in full.":
    "{1} が全件読み取られる間、{0} の読み書きはすべて待たされます。",
  "All reads and writes of {0} wait for this lock.": "このロックのために {0} の読み書きはすべて待たされます。",
  // prefer-bigint-key
  "Prefer bigint for generated primary keys": "生成される主キーには bigint を推奨",
  "An int key ends at 2,147,483,647. From then on every INSERT fails, and widening the column means rewriting the table, and all that refers to it, when it is largest.":
    "int のキーは 2,147,483,647 で尽きます。以後すべての INSERT が失敗し、列を広げるには、テーブルとそれを参照するものを、最も大きくなった時点で書き直すことになります。",
  "Use bigint.": "bigint を使ってください。",
  "{0} runs out of numbers.": "{0} の番号が尽きます。",
  // prefer-identity
  "Prefer identity columns over serial": "serial より IDENTITY 列を推奨",
  "A serial is a default over a sequence with privileges of its own, which the application's role must be granted too, and anyone can overwrite it by accident.":
    "serial はシーケンスを使ったデフォルトにすぎず、シーケンスの権限をアプリケーションのロールに別途与える必要があり、誰でも誤って値を上書きできます。",
  "Use GENERATED ALWAYS AS IDENTITY.": "GENERATED ALWAYS AS IDENTITY を使ってください。",
  "{0} is a serial.": "{0} は serial です。",
  // prefer-jsonb
  "Prefer jsonb over json": "json より jsonb を推奨",
  "The type json has no equality operator: SELECT DISTINCT, GROUP BY and UNION over the column fail, and it cannot be indexed by its content.":
    "json には等価演算子がありません。その列に対する SELECT DISTINCT、GROUP BY、UNION は失敗し、内容によるインデックスも作れません。",
  "Use jsonb, unless the order and the blanks of the text matter.":
    "テキストの順序や空白に意味がない限り、jsonb を使ってください。",
  "{0} has no equality operator.": "{0} には等価演算子がありません。",
  // prefer-merged-alter-table
  "Prefer one ALTER TABLE over several on the same table":
    "同じテーブルへの複数の ALTER TABLE より一つの ALTER TABLE を推奨",
  "Each ALTER TABLE outside a transaction waits for its lock again, and makes the queries behind it queue each time.":
    "トランザクション外の ALTER TABLE は、そのたびに改めてロックを待ち、後続のクエリを毎回待たせます。",
  "Join the actions of neighbouring ALTER TABLE statements with commas, unless one of them reads or rewrites the table.":
    "いずれかがテーブルを読んだり書き直したりしない限り、隣り合う ALTER TABLE の操作をコンマでつないでください。",
  "The statement before this one alters {0} too.": "直前の文も {0} を変更しています。",
  // prefer-numeric
  "Prefer numeric over money and floating point": "money や浮動小数点より numeric を推奨",
  "Floating point numbers round decimal fractions, and what money means depends on the setting lc_monetary.":
    "浮動小数点数は十進の小数を丸め、money の意味は設定 lc_monetary に依存します。",
  "Use numeric, or an integer of the smallest unit.": "numeric、または最小単位の整数を使ってください。",
  "{0} does not keep decimal fractions.": "{0} は十進の小数を正確に保持しません。",
  // prefer-pinned-extension
  "Prefer CREATE EXTENSION with a version": "バージョンを指定した CREATE EXTENSION を推奨",
  "Without VERSION each server installs its own default version, so that development and production differ unnoticed; many extensions also need a superuser.":
    "VERSION がないと、各サーバーは既定のバージョンをインストールするため、開発環境と本番環境が気付かれずに食い違います。スーパーユーザーを必要とする拡張も多くあります。",
  "Name the VERSION, or create extensions outside the migrations, where the server is set up.":
    "VERSION を指定するか、サーバーを構築する場所など、マイグレーションの外で拡張を作成してください。",
  "The version of the extension depends on the server.": "拡張のバージョンがサーバーによって変わります。",
  // prefer-setval
  "Prefer setval over altering a sequence in use": "使用中のシーケンスの変更より setval を推奨",
  "ALTER SEQUENCE ... RESTART and AS take SHARE ROW EXCLUSIVE on the sequence: every nextval, and so every INSERT that uses it, waits until the transaction ends.":
    "ALTER SEQUENCE ... RESTART と AS は、シーケンスに SHARE ROW EXCLUSIVE を取ります。トランザクションが終わるまで、すべての nextval、つまりそれを使うすべての INSERT が待たされます。",
  "Use setval, which takes no lock that others wait for; change a sequence's type in a transaction of its own, with a short lock_timeout.":
    "ほかを待たせるロックを取らない setval を使ってください。シーケンスの型の変更は、短い lock_timeout を設定した独立したトランザクションで行ってください。",
  "Everyone who takes a number from {0} waits for this transaction.":
    "{0} から番号を取るすべての処理が、このトランザクションを待ちます。",
  // prefer-text
  "Prefer text over char and varchar": "char や varchar より text を推奨",
  "A char(n) pads with blanks, and shortening a varchar(n) later rewrites the table. Neither is faster or smaller than text.":
    "char(n) は空白で埋められ、varchar(n) を後で短くするとテーブルが書き直されます。どちらも text より速くも小さくもありません。",
  "Use text, with a CHECK on its length where a limit matters.":
    "text を使い、上限が重要な場合は長さの CHECK を付けてください。",
  "{0} is a char or varchar.": "{0} は char または varchar です。",
  // prefer-timestamptz
  "Prefer timestamptz over timestamp and timetz": "timestamp や timetz より timestamptz を推奨",
  "A timestamp or timetz does not name a moment: sessions with different time zones write and read different times.":
    "timestamp と timetz は時点を表しません。タイムゾーンの異なるセッションは、異なる時刻を書き、読みます。",
  "Use timestamptz.": "timestamptz を使ってください。",
  "{0} does not name a moment.": "{0} は時点を表しません。",
  // require-analyze
  "Require ANALYZE after changing all rows or indexing an expression":
    "全行の変更や式インデックスの作成の後には ANALYZE が必要",
  "Until the table is analyzed, the planner works with what was true before: queries may read whole tables although an index would serve them.":
    "テーブルが解析されるまで、プランナーは以前の統計で判断します。インデックスが使えるクエリがテーブル全体を読むかもしれません。",
  "Run ANALYZE on the table at the end of the migration.":
    "マイグレーションの最後に、そのテーブルに対して ANALYZE を実行してください。",
  "The planner's statistics of {0} are out of date after this.":
    "この後、プランナーの {0} に関する統計は古くなります。",
  // require-concurrent-detach
  "Require CONCURRENTLY when detaching a partition": "パーティションのデタッチには CONCURRENTLY が必要",
  "DETACH PARTITION takes ACCESS EXCLUSIVE on the partitioned table: while it waits for running queries, all reads and writes of every partition wait.":
    "DETACH PARTITION はパーティションテーブルに ACCESS EXCLUSIVE を取ります。実行中のクエリを待つ間、すべてのパーティションの読み書きが待たされます。",
  "Add CONCURRENTLY, in a migration that runs outside a transaction.":
    "CONCURRENTLY を付け、トランザクション外で実行されるマイグレーションに移してください。",
  "Set a short lock_timeout and try again when it is refused: CONCURRENTLY does not work while there is a DEFAULT partition.":
    "短い lock_timeout を設定し、拒否されたら再試行してください。DEFAULT パーティションがある間、CONCURRENTLY は使えません。",
  // require-concurrent-index-drop
  "Require CONCURRENTLY when dropping an index of an existing table":
    "既存テーブルのインデックスの削除には CONCURRENTLY が必要",
  "DROP INDEX takes an ACCESS EXCLUSIVE lock on the table. It must wait for every running query on the table, and while it waits, all later reads and writes wait behind it.":
    "DROP INDEX はテーブルに ACCESS EXCLUSIVE ロックを取ります。テーブルを使う実行中のクエリをすべて待ち、その間、後続の読み書きもすべてその後ろで待たされます。",
  "Drop the index with DROP INDEX CONCURRENTLY, in a migration that runs outside a transaction.":
    "トランザクション外で実行されるマイグレーションで、DROP INDEX CONCURRENTLY を使って削除してください。",
  "Reads and writes of {0} wait for the lock of DROP INDEX.":
    "DROP INDEX のロックのために {0} の読み書きが待たされます。",
  // require-concurrent-index
  "Require CONCURRENTLY when indexing an existing table": "既存テーブルへのインデックス作成には CONCURRENTLY が必要",
  "CREATE INDEX holds a SHARE lock on the table until the index is built: reads go on, but INSERT, UPDATE and DELETE wait. On a large table that is an outage for everyone who writes.":
    "CREATE INDEX は、インデックスが完成するまでテーブルに SHARE ロックを保持します。読み取りは続きますが、INSERT、UPDATE、DELETE は待たされます。大きなテーブルでは、書き込むすべての人にとって障害になります。",
  "Build the index with CREATE INDEX CONCURRENTLY, in a migration that runs outside a transaction.":
    "トランザクション外で実行されるマイグレーションで、CREATE INDEX CONCURRENTLY を使って作成してください。",
  "Writes to {0} wait until the index is built.": "インデックスが完成するまで、{0} への書き込みが待たされます。",
  "Writes to {0} and its partitions wait until all indexes are built.":
    "すべてのインデックスが完成するまで、{0} とそのパーティションへの書き込みが待たされます。",
  "Create the index with ON ONLY on {0}, build one with CONCURRENTLY on each partition, and attach these with ALTER INDEX ... ATTACH PARTITION: CONCURRENTLY does not work on a partitioned table.":
    "{0} に ON ONLY でインデックスを作り、各パーティションに CONCURRENTLY で作ったインデックスを ALTER INDEX ... ATTACH PARTITION でアタッチしてください。パーティションテーブルに CONCURRENTLY は使えません。",
  // require-concurrent-refresh
  "Require CONCURRENTLY when refreshing a materialized view": "マテリアライズドビューの更新には CONCURRENTLY が必要",
  "REFRESH MATERIALIZED VIEW holds an ACCESS EXCLUSIVE lock on the view while its query runs: everyone who reads the view waits until the query ends.":
    "REFRESH MATERIALIZED VIEW は、クエリの実行中ビューに ACCESS EXCLUSIVE ロックを保持します。ビューを読むすべての人が、クエリの終了まで待たされます。",
  "Refresh it with CONCURRENTLY, which lets readers pass. It needs a unique index over columns of the view, without WHERE.":
    "読み手を通す CONCURRENTLY を付けて更新してください。ビューの列に対する、WHERE のない一意インデックスが必要です。",
  "Everyone who reads {0} waits until its query ends.": "{0} を読むすべての人が、クエリの終了まで待たされます。",
  // require-concurrent-reindex
  "Require CONCURRENTLY when rebuilding an index of an existing table":
    "既存テーブルのインデックスの再構築には CONCURRENTLY が必要",
  "REINDEX holds SHARE on the table, so writes wait, and ACCESS EXCLUSIVE on the index, which every query on the table must open to be planned: reads wait too, until the index is built.":
    "REINDEX はテーブルに SHARE を保持するため書き込みが待たされ、インデックスには ACCESS EXCLUSIVE を保持します。テーブルへのクエリは計画時にすべてのインデックスを開くため、完成するまで読み取りも待たされます。",
  "Use REINDEX ... CONCURRENTLY, in a migration that runs outside a transaction.":
    "トランザクション外で実行されるマイグレーションで、REINDEX ... CONCURRENTLY を使ってください。",
  "Reads and writes of {0} wait until the index is rebuilt.":
    "インデックスが再構築されるまで、{0} の読み書きが待たされます。",
  // require-detach-before-partition-drop
  "Require detaching a partition before it is dropped": "パーティションの削除前にはデタッチが必要",
  "Dropping an attached partition takes ACCESS EXCLUSIVE on the partitioned table too: while it waits for running queries, all reads and writes of every partition wait. Its rows are lost.":
    "アタッチされたままのパーティションを削除すると、パーティションテーブルにも ACCESS EXCLUSIVE が取られます。実行中のクエリを待つ間、すべてのパーティションの読み書きが待たされます。行は失われます。",
  "Run ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY outside a transaction, and drop the detached table in a later deployment.":
    "トランザクション外で ALTER TABLE ... DETACH PARTITION ... CONCURRENTLY を実行し、デタッチしたテーブルは後のデプロイで削除してください。",
  "Reads and writes of {0} wait for this lock, and the rows of {1} are gone.":
    "このロックのために {0} の読み書きが待たされ、{1} の行が失われます。",
  // require-down-script
  "Require a down script where the project has them": "down スクリプトのあるプロジェクトでは down スクリプトを要求",
  "Without a down script a failed release can only go forward: the schema stays, and the previous application may not work with it.":
    "down スクリプトがないと、失敗したリリースは前に進めるしかありません。スキーマはそのまま残り、以前のアプリケーションがそれで動くとは限りません。",
  "Write the down script beside the migration, as the framework wants it (down.sql, .down.sql, or a down section).":
    "フレームワークの形式（down.sql、.down.sql、または down セクション）で、マイグレーションのそばに down スクリプトを書いてください。",
  "Whether each migration needs one, also in a project where most have none.":
    "ほとんどのマイグレーションに down スクリプトがないプロジェクトでも、すべてに必要とするかどうか。",
  "{0} has no down script.": "{0} には down スクリプトがありません。",
  // require-earlier-backfill
  "Require that a column's backfill has shipped before the column becomes required":
    "列を必須にする前にバックフィルがリリース済みであることを要求",
  "Rows from before the column have NULL in it. Until they are filled, NOT NULL is refused (error 23502), and under a CHECK that is NOT VALID every UPDATE of such a row by the application fails (error 23514). Filled in the same deployment, rows that the running application adds meanwhile are missed.":
    "列の追加より前からある行では値が NULL です。埋められるまで NOT NULL は拒否され（エラー 23502）、NOT VALID の CHECK の下ではそのような行に対するアプリケーションの UPDATE がすべて失敗します（エラー 23514）。同じデプロイで埋めると、その間に稼働中のアプリケーションが追加した行が漏れます。",
  "Ship the steps in this order, each in a deployment of its own: add the column, deploy an application that writes it, fill the old rows, and make it NOT NULL. Where something else than a migration filled it, allow this finding with that reason.":
    "それぞれ別のデプロイとして次の順にリリースしてください。列を追加し、その列に書くアプリケーションをデプロイし、古い行を埋め、NOT NULL にします。マイグレーション以外で埋めた場合は、その理由を添えてこの指摘を許可してください。",
  "{0} becomes required (step 4 of 6), and step 3 of 6 has not shipped: its backfill is in this same deployment ({1}).":
    "{0} が必須になりますが（6 ステップ中のステップ 4）、ステップ 3 がまだリリースされていません。バックフィルは同じデプロイ（{1}）に含まれています。",
  "{0} becomes required (step 4 of 6), and step 3 of 6 has not shipped: nothing before this fills it.":
    "{0} が必須になりますが（6 ステップ中のステップ 4）、ステップ 3 がまだリリースされていません。これより前にこの列を埋めるものがありません。",
  // require-foreign-key-index
  "Require an index on the columns of a foreign key": "外部キーの列にはインデックスが必要",
  "Each DELETE in the referenced table, and each UPDATE of its key, looks for referencing rows. Without an index it reads the whole referencing table, for every single row.":
    "参照先テーブルの DELETE と、キーの UPDATE は、そのたびに参照元の行を探します。インデックスがないと、一行ごとに参照元テーブル全体を読みます。",
  "Create an index that begins with the referencing columns, with CONCURRENTLY if the table exists already.":
    "参照元の列で始まるインデックスを作ってください。テーブルがすでに存在する場合は CONCURRENTLY を付けてください。",
  "No index of {0} begins with {1}.": "{0} には {1} で始まるインデックスがありません。",
  // require-idempotent-statement
  "Require IF EXISTS or IF NOT EXISTS where a migration can stop half-way":
    "途中で止まり得るマイグレーションでは IF EXISTS や IF NOT EXISTS が必要",
  "Outside a transaction each statement is kept when a later one fails. The next attempt starts from the top, and stops at the first statement that has already been done.":
    "トランザクションの外では、後の文が失敗しても先の文の結果は残ります。次の試みは先頭から始まり、すでに済んだ最初の文で止まります。",
  "Put each statement into a migration of its own, or make it repeatable with IF EXISTS or IF NOT EXISTS (for indexes, drop an invalid one first).":
    "文をそれぞれ独立したマイグレーションに分けるか、IF EXISTS や IF NOT EXISTS で繰り返し可能にしてください（インデックスでは、無効なものを先に削除してください）。",
  "A second run of this migration fails here.": "このマイグレーションの二度目の試みはここで失敗します。",
  // require-identity-start
  "Require a start above the largest value when an existing column becomes an identity":
    "既存の列を IDENTITY にするときは最大値より大きい開始値が必要",
  "The new sequence starts at 1, whatever the column holds: the next INSERTs get ids that exist already, and fail as duplicates.":
    "新しいシーケンスは、列の内容にかかわらず 1 から始まります。次の INSERT は既存の id を受け取り、重複として失敗します。",
  "Run setval or ALTER COLUMN ... RESTART with a value above the largest id in the same transaction, or give START.":
    "同じトランザクションで、最大の id より大きい値を使って setval または ALTER COLUMN ... RESTART を実行するか、START を指定してください。",
  "The sequence behind {0} starts at 1.": "{0} のシーケンスが 1 から始まります。",
  // require-lock-timeout
  "Require a lock timeout before an existing table is locked": "既存テーブルをロックする前にはロックタイムアウトが必要",
  "Even a lock that is held for a moment must first wait for every running transaction that uses the table. While it waits, all later queries on the table wait behind it, so one long query becomes an outage.":
    "一瞬しか保持しないロックでも、まずテーブルを使う実行中のトランザクションをすべて待つ必要があります。待っている間、後続のクエリはすべてその後ろで待たされるため、一つの長いクエリが障害につながります。",
  "Run SET LOCAL lock_timeout = '5s' before it (SET outside a transaction), and run the migration again when it is refused.":
    "その前に SET LOCAL lock_timeout = '5s'（トランザクション外では SET）を実行し、拒否されたらマイグレーションを再実行してください。",
  "The lock timeout of {0} lets queries on {1} queue for that long.":
    "{0} のロックタイムアウトでは、{1} へのクエリがその間待たされ得ます。",
  "Set lock_timeout to a few seconds, and run the migration again when it is refused.":
    "lock_timeout を数秒に設定し、拒否されたらマイグレーションを再実行してください。",
  "Without a lock timeout, reads and writes of {0} can queue without end behind the wait for {1}.":
    "ロックタイムアウトがないと、{1} の待ちの後ろで {0} の読み書きが際限なく待たされ得ます。",
  "Without a lock timeout, writes to {0} can queue without end behind the wait for {1}.":
    "ロックタイムアウトがないと、{1} の待ちの後ろで {0} への書き込みが際限なく待たされ得ます。",
  // require-not-valid-check
  "Require NOT VALID when adding a check constraint to an existing table":
    "既存テーブルへの CHECK 制約の追加には NOT VALID が必要",
  "A new check constraint reads the whole table to verify it, under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until the scan ends.":
    "新しい CHECK 制約は、検証のために ACCESS EXCLUSIVE ロックの下でテーブル全体を読みます。スキャンが終わるまで、テーブルの読み書きはすべて待たされます。",
  "Add the constraint with NOT VALID, and run ALTER TABLE ... VALIDATE CONSTRAINT in a later transaction: that reads the table under SHARE UPDATE EXCLUSIVE, which lets reads and writes pass.":
    "NOT VALID で制約を追加し、後のトランザクションで ALTER TABLE ... VALIDATE CONSTRAINT を実行してください。こちらは読み書きを通す SHARE UPDATE EXCLUSIVE の下でテーブルを読みます。",
  "{0} is read in full to verify the check constraints on the changed column, while all reads and writes wait.":
    "変更する列の CHECK 制約を検証するために {0} が全件読み取られ、その間の読み書きはすべて待たされます。",
  "Drop the check constraint first, change the type, add the constraint again with NOT VALID, and validate it in a later transaction.":
    "先に CHECK 制約を削除し、型を変更し、NOT VALID で制約を追加し直して、後のトランザクションで検証してください。",
  "{0} is read in full to verify the check constraint, while all reads and writes wait.":
    "CHECK 制約を検証するために {0} が全件読み取られ、その間の読み書きはすべて待たされます。",
  // require-not-valid-domain-constraint
  "Require NOT VALID when constraining a domain that tables use": "テーブルが使うドメインへの制約には NOT VALID が必要",
  "A new constraint of a domain reads every table that has a column of it, and holds SHARE on each: writes to all of them wait until the last one is read.":
    "ドメインの新しい制約は、そのドメインの列を持つすべてのテーブルを読み、それぞれに SHARE を保持します。最後のテーブルを読み終えるまで、すべてのテーブルへの書き込みが待たされます。",
  "Add the check with NOT VALID, which locks no table; VALIDATE CONSTRAINT holds SHARE too, so prefer a check on the table itself for large tables.":
    "テーブルをロックしない NOT VALID でチェックを追加してください。VALIDATE CONSTRAINT も SHARE を保持するため、大きなテーブルではテーブル自体のチェックを使ってください。",
  "Writes to {0} wait while the rows are read.": "行が読まれる間、{0} への書き込みが待たされます。",
  // require-not-valid-foreign-key
  "Require NOT VALID when adding a foreign key to an existing table":
    "既存テーブルへの外部キーの追加には NOT VALID が必要",
  "A new foreign key looks up every row of the table while it holds SHARE ROW EXCLUSIVE (or ACCESS EXCLUSIVE, when ALTER TABLE does more) on both tables: writes to both wait until the last row is verified.":
    "新しい外部キーは、両方のテーブルに SHARE ROW EXCLUSIVE（ALTER TABLE がほかのことも行う場合は ACCESS EXCLUSIVE）を保持したまま、テーブルの全行を照合します。最後の行の検証が終わるまで、両方への書き込みが待たされます。",
  "Add the foreign key with NOT VALID, and run ALTER TABLE ... VALIDATE CONSTRAINT in a later transaction: that lets reads and writes pass.":
    "NOT VALID で外部キーを追加し、後のトランザクションで ALTER TABLE ... VALIDATE CONSTRAINT を実行してください。こちらは読み書きを通します。",
  "Every row of {0} is looked up in the referenced table, while writes to both wait.":
    "{0} の全行が参照先テーブルと照合される間、両方への書き込みが待たされます。",
  "Drop the foreign key, add it again with NOT VALID, and validate it in a later transaction.":
    "外部キーを削除し、NOT VALID で追加し直して、後のトランザクションで検証してください。",
  "Drop the foreign key first, change the type, add the foreign key again with NOT VALID, and validate it in a later transaction.":
    "先に外部キーを削除し、型を変更し、NOT VALID で外部キーを追加し直して、後のトランザクションで検証してください。",
  "Add the foreign key to each partition with NOT VALID, validate these one by one, and only then add it to the partitioned table: before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key.":
    "各パーティションに NOT VALID で外部キーを追加し、一つずつ検証してから、最後にパーティションテーブルに追加してください。PostgreSQL 18 より前では、パーティションテーブルに NOT VALID の外部キーを追加できません。",
  // require-policy-before-row-security
  "Require a policy before row level security is enabled on an existing table":
    "既存テーブルの行レベルセキュリティを有効にする前にはポリシーが必要",
  "Row level security without a policy shows no row and accepts none, for every role but the table's owner: the application that still runs sees an empty table.":
    "ポリシーのない行レベルセキュリティは、テーブルの所有者以外のすべてのロールに対して、行を一切見せず、受け付けません。稼働中のアプリケーションには空のテーブルに見えます。",
  "Create the policies first: they do nothing before ENABLE ROW LEVEL SECURITY.":
    "先にポリシーを作成してください。ENABLE ROW LEVEL SECURITY の前には何の効果も持ちません。",
  "{0} has no policy, so every role but its owner sees no row.":
    "{0} にはポリシーがないため、所有者以外のロールには行が見えません。",
  // require-replica-identity
  "Require a replica identity on published tables": "パブリケーション対象のテーブルには REPLICA IDENTITY が必要",
  "A table that is published with UPDATE and DELETE needs a replica identity: without a primary key or another one, every UPDATE and DELETE on it fails (error 55000).":
    "UPDATE と DELETE を公開するテーブルには REPLICA IDENTITY が必要です。主キーなどがないと、そのテーブルへの UPDATE と DELETE はすべて失敗します（エラー 55000）。",
  "Give the table a primary key, or run ALTER TABLE ... REPLICA IDENTITY USING INDEX first.":
    "テーブルに主キーを付けるか、先に ALTER TABLE ... REPLICA IDENTITY USING INDEX を実行してください。",
  "Every UPDATE and DELETE on {0} fails from now on.": "以後、{0} への UPDATE と DELETE はすべて失敗します。",
  // require-same-foreign-key-type
  "Require the same type on both sides of a foreign key": "外部キーの両側には同じ型が必要",
  "PostgreSQL accepts a foreign key between integer types of different size. When the keys outgrow the smaller type, inserts fail, and widening it then means rewriting a large table.":
    "PostgreSQL は大きさの異なる整数型の間の外部キーを受け入れます。キーが小さいほうの型に収まらなくなると INSERT が失敗し、その時点で広げるには大きなテーブルの書き直しが必要です。",
  "Give the referencing column the type of the referenced one.": "参照元の列を参照先と同じ型にしてください。",
  "{0} is {1}, but {2} is {3}.": "{0} は {1} ですが、{2} は {3} です。",
  // require-search-path
  "Require a fixed search_path on SECURITY DEFINER functions": "SECURITY DEFINER 関数には search_path の固定が必要",
  "The function runs with its owner's rights but finds names along the caller's search_path: a caller who puts a table or function of their own first makes it run their code.":
    "関数は所有者の権限で実行されますが、名前は呼び出し側の search_path で解決されます。呼び出し側が自分のテーブルや関数を手前に置くと、そのコードが実行されてしまいます。",
  "Add SET search_path = pg_catalog, pg_temp (and the schemas that it needs) to the function.":
    "関数に SET search_path = pg_catalog, pg_temp（と必要なスキーマ）を追加してください。",
  "The caller's search_path decides what this function runs.":
    "この関数が何を実行するかが、呼び出し側の search_path で決まります。",
  // require-sequence-advance
  "Require advancing the sequence after rows with explicit ids": "id を明示した行の後にはシーケンスを進めることが必要",
  "The sequence behind the column does not notice ids that are written explicitly. The application's next INSERTs get the same ids again, and fail as duplicates.":
    "列のシーケンスは、明示的に書かれた id に気付きません。アプリケーションの次の INSERT が同じ id を受け取り、重複として失敗します。",
  "Leave the column out of the INSERT, or run setval with the largest id after it.":
    "INSERT からその列を外すか、その後に最大の id で setval を実行してください。",
  "The sequence behind {0} does not advance.": "{0} のシーケンスが進みません。",
  // require-statement-timeout
  "Require a statement timeout before a blocking statement that reads or writes a whole table":
    "テーブル全体を読み書きするブロック文の前には文タイムアウトが必要",
  "Without a statement timeout nothing ends a statement that takes longer than expected, and users wait as long as it runs.":
    "文タイムアウトがないと、想定より長くかかる文を止めるものがなく、利用者は実行が終わるまで待たされます。",
  "Run SET LOCAL statement_timeout before it, with the time that users can wait.":
    "その前に、利用者が待てる時間を指定して SET LOCAL statement_timeout を実行してください。",
  "Nothing ends this statement if {0} is larger than expected.":
    "{0} が想定より大きい場合、この文を止めるものがありません。",
  // require-validated-not-null
  "Require a validated check before a column of an existing table becomes NOT NULL":
    "既存テーブルの列を NOT NULL にする前には検証済みの CHECK が必要",
  "Making a column NOT NULL reads the whole table to look for NULL, under an ACCESS EXCLUSIVE lock: all reads and writes of the table wait until the scan ends.":
    "列を NOT NULL にすると、NULL を探すために ACCESS EXCLUSIVE ロックの下でテーブル全体が読まれます。スキャンが終わるまで、テーブルの読み書きはすべて待たされます。",
  "Add CHECK (column IS NOT NULL) NOT VALID, validate it in a later transaction, then SET NOT NULL (PostgreSQL sees the validated check and skips the scan), and drop the check.":
    "CHECK (列 IS NOT NULL) を NOT VALID で追加し、後のトランザクションで検証してから SET NOT NULL を実行し（PostgreSQL は検証済みの CHECK を見てスキャンを省略します）、最後に CHECK を削除してください。",
  "{0} is read in full to look for NULL, while all reads and writes wait.":
    "NULL を探すために {0} が全件読み取られ、その間の読み書きはすべて待たされます。",
  "Add the constraint as NOT NULL ... NOT VALID (ALTER TABLE ... ADD CONSTRAINT name NOT NULL column NOT VALID), and validate it in a later transaction.":
    "NOT NULL ... NOT VALID（ALTER TABLE ... ADD CONSTRAINT 名前 NOT NULL 列 NOT VALID）として制約を追加し、後のトランザクションで検証してください。",
  // syntax-error
  "Disallow text that PostgreSQL cannot parse": "PostgreSQL が解析できないテキストを禁止",
  "PostgreSQL refuses the statement (error 42601). The migration fails, and the deployment stops there.":
    "PostgreSQL はこの文を拒否します（エラー 42601）。マイグレーションは失敗し、デプロイはそこで止まります。",
  "Correct the statement, or name the framework whose placeholders it contains.":
    "文を直すか、文に含まれるプレースホルダーを使うフレームワークを指定してください。",
  "PostgreSQL cannot parse this: {0}.": "PostgreSQL はこれを解析できません: {0}。",
  "Disallow suppression comments that silence nothing": "何も抑制しない抑制コメントを禁止する",
  "The rule finds nothing where the comment allows it. A later change of the statement would be allowed unseen.":
    "コメントが許可している場所で、そのルールは何も検出しません。後で文が変わったとき、気付かれないまま許可されます。",
  "Remove the rule from the comment, or move the comment above the statement that it is about.":
    "コメントからそのルールを取り除くか、対象の文のすぐ上にコメントを移してください。",
  "{0} finds nothing here.": "ここで {0} は何も検出しません。",
  "Require a reason in suppression comments": "抑制コメントに理由を求める",
  "A reviewer cannot see whether the danger was judged or only silenced.":
    "レビューする人には、危険を見て判断したのか、ただ黙らせただけなのかが分かりません。",
  'Write why it is safe here, behind two dashes: "-- release-gate: allow RULE -- reason".':
    "ここで安全な理由を、ハイフン 2 つの後ろに書いてください: 「-- release-gate: allow ルール -- 理由」。",
  "The comment gives no reason why {0} is allowed here.": "ここで {0} を許可する理由が書かれていません。",
  "Disallow suppression comments that have expired": "期限の切れた抑制コメントを禁止する",
  "The comment has expired: it silences nothing any more, and what it allowed is found again.":
    "コメントの期限が過ぎているため、もう何も抑制せず、許可していたものが再び検出されます。",
  "Remove the comment and what it allowed, or judge it again and set a new date.":
    "コメントと、それが許可していたものを取り除くか、もう一度判断して新しい期限を書いてください。",
  "{0} already exists and is INVALID: IF NOT EXISTS would accept it.":
    "{0} は既に INVALID の状態で存在します。これが目的のインデックスとみなされてしまいます。",
  "{0} already exists and is INVALID: PostgreSQL would refuse the build (42P07).":
    "{0} は既に INVALID の状態で存在します。作成は拒否されます (42P07)。",
  "Disallow changing a migration that was released": "リリース済みのマイグレーションの変更を禁止",
  "A runner runs each migration once. Databases that have run it never see the change, and new ones do, so that they differ from then on. Runners that compare checksums stop at the file instead, and nothing ships.":
    "ランナーは各マイグレーションを 1 回だけ実行します。実行済みのデータベースには変更が届かず、新しいデータベースには届くため、それ以降両者は食い違います。チェックサムを比べるランナーはそのファイルで止まり、何もリリースできなくなります。",
  "Restore the file as it was released, and make the change in a new migration.":
    "ファイルをリリース時の内容に戻し、変更は新しいマイグレーションで行ってください。",
  "This migration was released ({0}) with other statements: databases that have run it will not run these.":
    "このマイグレーションは別の文の内容でリリース済みです ({0})。実行済みのデータベースでは、今の文は実行されません。",
  "This migration was released ({0}) with other statements: prisma migrate dev will ask to reset the database.":
    "このマイグレーションは別の文の内容でリリース済みです ({0})。prisma migrate dev はデータベースのリセットを求めます。",
  "This migration was released ({0}) with other statements: {1} compares checksums and will stop where it has run.":
    "このマイグレーションは別の文の内容でリリース済みです ({0})。{1} はチェックサムを比べ、実行済みのデータベースで止まります。",
  "This migration was released ({0}) with another text: prisma migrate dev will ask to reset the database.":
    "このマイグレーションは別の内容でリリース済みです ({0})。prisma migrate dev はデータベースのリセットを求めます。",
  "This migration was released ({0}) with another text: {1} compares checksums and will stop where it has run.":
    "このマイグレーションは別の内容でリリース済みです ({0})。{1} はチェックサムを比べ、実行済みのデータベースで止まります。",
  "This migration was released ({0}) with other line ends: {1} compares checksums and will stop where it has run.":
    "このマイグレーションは別の改行コードでリリース済みです ({0})。{1} はチェックサムを比べ、実行済みのデータベースで止まります。",
  "This migration was released ({0}) as {1}: under its new name it would run again.":
    "このマイグレーションは {1} としてリリース済みです ({0})。新しい名前では、もう一度実行されてしまいます。",
  "This migration has run ({0}) with another text.": "このマイグレーションは別の内容で実行済みです ({0})。",
  "What allowed {0} here expired on {1}.": "ここで {0} を許可していたコメントは {1} に期限が切れました。",
  "What allowed {0} here expired on {1}; its owner is {2}.":
    "ここで {0} を許可していたコメントは {1} に期限が切れました。担当は {2} です。",
  "Disallow suppression comments that name unknown rules": "存在しないルールを挙げる抑制コメントを禁止する",
  "A name that no rule has silences nothing: the finding that it was meant for is still reported.":
    "どのルールの名前でもないものは何も抑制せず、対象のはずだったものはそのまま検出されます。",
  'Correct the name; "release-gate explain --all" lists the rules.':
    "名前を直してください。ルールの一覧は「release-gate explain --all」で表示されます。",
  'There is no rule "{0}".': 'ルール "{0}" はありません。',
  '"{0}" has no rule "{1}".': "「{0}」に「{1}」というルールはありません。",
  'Write "{0}", if that was meant.': "「{0}」のつもりであれば、そう書いてください。",
  "Disallow suppression comments that cannot be parsed": "解析できない抑制コメントを禁止する",
  "A comment that cannot be parsed silences nothing, although its author and its readers believe that it does.":
    "解釈できないコメントは、書いた人の意図や読む人の思い込みに関わらず、何も抑制しません。",
  'Write "-- release-gate: allow RULE -- reason" above the statement.':
    "文のすぐ上に「-- release-gate: allow ルール -- 理由」と書いてください。",
  "How many existing tables one transaction may lock against writes.":
    "1 つのトランザクションで書き込みをロックしてよい既存テーブルの数です。",
  "How many times one migration may lock the same table.":
    "1 つのマイグレーションで同じテーブルをロックしてよい回数です。",
  "The longest lock timeout that is short enough.": "十分に短いと見なす、最も長いロックタイムアウトです。",
  "Whether the role or the runner sets a lock timeout itself.":
    "ロールまたは実行ツールがロックタイムアウトを自ら設定しているかどうかです。",
  // no-unread-template
  "Disallow templates and includes whose SQL is not read": "SQL を読み取れないテンプレートとファイル取り込みを禁止",
  "What a template writes, or what another file contains, is known only when the runner runs it. Nothing is said about that SQL: it may lock, fail or lose data.":
    "テンプレートが出力する SQL や別ファイルの SQL は、実行ツールが実行するまで分かりません。その SQL については何も判定していないため、ロック、失敗、データ損失が起こる可能性があります。",
  "Write the SQL into the migration, or lint what the runner makes of the template.":
    "SQL をマイグレーションに直接書くか、実行ツールがテンプレートから生成した SQL を lint してください。",
  "The file that is included here is not read: its statements are not judged.":
    "ここで取り込まれるファイルは読み取りません。その文は解析されていません。",
  "What this command of psql does is known only when it runs: it is not judged.":
    "この psql コマンドの動作は実行するまで分からないため、判定していません。",
  "This template is not evaluated: the statements it writes are not judged.":
    "このテンプレートは評価しません。出力される文は解析されていません。",
  // no-duplicate-version
  "Disallow two migrations with one version": "同じバージョンのマイグレーションが 2 つあることを禁止",
  "A runner accepts each version once: it stops when two files have the same version, its history table refuses the second, or it runs only one of them. The deployment stops there. This happens when two branches choose the same number.":
    "実行ツールは 1 つのバージョンを一度しか受け付けません。同じバージョンのファイルが 2 つあると停止するか、履歴テーブルが 2 つ目を拒否するか、片方しか実行しません。デプロイはそこで止まります。2 つのブランチが同じ番号を使うと起こります。",
  "Give the later migration a version of its own.": "後のマイグレーションに固有のバージョンを付けてください。",
  "{0} accepts each version once, and {1} has version {2} too.":
    "{0} は 1 つのバージョンを一度しか受け付けませんが、{1} もバージョン {2} を持っています。",
  "Disallow CONCURRENTLY on the minor versions that corrupt indexes":
    "インデックスを壊すマイナーバージョンでの CONCURRENTLY を禁止する",
  "PostgreSQL 14.0 to 14.3 can leave rows out of an index that is built with CONCURRENTLY while the table is written: queries miss rows, and a unique index lets duplicates in, without any error.":
    "PostgreSQL 14.0 から 14.3 では、テーブルへの書き込み中に CONCURRENTLY で作成したインデックスから行が漏れることがあります。エラーは出ないまま、クエリが行を見落とし、一意インデックスが重複を受け入れます。",
  "Upgrade the server to the latest 14 first, and rebuild the indexes that were built with CONCURRENTLY before.":
    "先にサーバーを最新の 14 に更新し、以前 CONCURRENTLY で作成したインデックスを作り直してください。",
  "The server is PostgreSQL {0}: rows of {1} that change during the build can be missing in the index.":
    "サーバーは PostgreSQL {0} です。作成中に変わった {1} の行が、インデックスから漏れることがあります。",
  // require-statement-block
  "Require StatementBegin around a body with semicolons": "セミコロンを含む本体を StatementBegin で囲むことを要求",
  "The runner does not know PostgreSQL's quotes: it ends a statement at each line that ends with a semicolon, also within a function's body. It sends the first piece, which PostgreSQL refuses (error 42601), and the deployment stops there.":
    "実行ツールは PostgreSQL の引用符を解釈しません。関数本体の中でも、セミコロンで終わる行ごとに文を区切ります。最初の断片だけが送られて PostgreSQL に拒否され (エラー 42601)、デプロイはそこで止まります。",
  "Write StatementBegin above the statement and StatementEnd below it, each in a comment line as the runner wants it.":
    "文の上に StatementBegin、下に StatementEnd を、実行ツールの形式のコメント行で書いてください。",
  "{0} ends the statement at this semicolon.": "{0} はこのセミコロンで文を区切ります。",
});
