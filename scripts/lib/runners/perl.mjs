import { debian } from "./programs.mjs";

export const perlRunners = [
  {
    name: "sqitch",
    version: "1.3.1",
    language: "Perl",
    framework: "sqitch",
    remark: "psql runs each file; the row is written on another connection",
    install: debian("sqitch", "libdbd-pg-perl", "postgresql-client"),
    migrations: "deploy",
    files: (sql) => ({
      "sqitch.conf": "[core]\n\tengine = pg\n[user]\n\tname = A\n\temail = a@example.com\n",
      "sqitch.plan": `%syntax-version=1.0.0
%project=shop

z_first 2024-01-01T00:00:00Z A <a@example.com> # first
a_second [z_first] 2024-01-02T00:00:00Z A <a@example.com> # second
@v1 2024-01-03T00:00:00Z A <a@example.com> # tag
sub/third 2024-01-04T00:00:00Z A <a@example.com> # third
z_first [z_first@v1] 2024-01-05T00:00:00Z A <a@example.com> # again
`,
      "deploy/z_first@v1.sql": `BEGIN;\n${sql("z_first@v1")}COMMIT;\n`,
      "deploy/z_first.sql": `BEGIN;\n${sql("z_first")}COMMIT;\n`,
      "deploy/a_second.sql": sql("a_second"),
      "deploy/sub/third.sql": `BEGIN;\n${sql("third")}COMMIT;\n`,
      "deploy/unlisted.sql": sql("unlisted"),
      "revert/z_first.sql": "SELECT 1;\n",
      "verify/z_first.sql": "SELECT 1;\n",
    }),
    command: () => 'sqitch deploy "db:pg://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE"',
  },
];
