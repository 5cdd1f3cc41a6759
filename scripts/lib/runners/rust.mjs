import { cargo } from "./programs.mjs";

const url = '"$DATABASE_URL"';

export const rustRunners = [
  {
    name: "refinery",
    version: "0.10.0",
    language: "Rust",
    remark: "the row is written in a transaction of its own, after the file's",
    install: cargo("refinery_cli", "0.10.0"),
    migrations: "m",
    files: (sql) => ({
      "refinery.toml": '[main]\ndb_type = "Postgres"\n',
      "m/V1__a.sql": sql("V1__a"),
      "m/V2__b.sql": sql("V2__b"),
      "m/V10__c.sql": sql("V10__c"),
      "m/V003__d.sql": sql("V003__d"),
      "m/U4__e.sql": sql("U4__e"),
      "m/sub/V8__i.sql": sql("V8__i"),
      "m/R__r.sql": sql("R__r"),
      "m/5_e.sql": sql("5_e"),
    }),
    command: (from) => `export DATABASE_URL; ${from}/bin/refinery migrate -e DATABASE_URL -p m`,
  },
  {
    name: "sqlx",
    version: "0.9.0",
    language: "Rust",
    framework: "sqlx",
    apart: ["8_i"],
    install: cargo("sqlx-cli", "0.9.0", "--no-default-features", "--features", "native-tls,postgres"),
    migrations: "m",
    files: (sql) => ({
      "Cargo.toml": '[dependencies]\nsqlx = "0.9"\n',
      "m/1_a.sql": sql("1_a"),
      "m/2_b.up.sql": sql("2_b"),
      "m/2_b.down.sql": "SELECT 1;\n",
      "m/10_c.sql": sql("10_c"),
      "m/003_d.sql": `-- no-transaction\n${sql("003_d")}`,
      "m/20240101000000_f.sql": sql("20240101000000_f"),
      "m/7-h.sql": sql("7-h"),
      "m/sub/8_i.sql": sql("8_i"),
    }),
    command: (from) => `${from}/bin/sqlx migrate run --source m --database-url ${url}`,
  },
  {
    name: "diesel",
    version: "2.3.14",
    language: "Rust",
    framework: "diesel",
    install: cargo("diesel_cli", "2.3.14", "--no-default-features", "--features", "postgres"),
    migrations: "migrations",
    files: (sql) => ({
      "Cargo.toml": '[dependencies]\ndiesel = "2"\n',
      "diesel.toml": "",
      ...Object.fromEntries(
        ["1_a", "2_b", "10_c", "003_d", "2023-01-01-000000_f", "V5_h", "7-h", "0009_n"].flatMap((name) => [
          [`migrations/${name}/up.sql`, sql(name)],
          [`migrations/${name}/down.sql`, "SELECT 1;\n"],
        ]),
      ),
      "migrations/0009_n/metadata.toml": "run_in_transaction = false\n",
      "migrations/11_beside.sql": sql("11_beside"),
    }),
    command: (from) => `${from}/bin/diesel migration run --database-url ${url} --migration-dir migrations`,
  },
];
