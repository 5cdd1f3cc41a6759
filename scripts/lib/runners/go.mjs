import { go } from "./programs.mjs";

const url = '"$DATABASE_URL"';

export const goRunners = [
  {
    name: "goose",
    version: "3.30.1",
    language: "Go",
    framework: "goose",
    install: go("github.com/pressly/goose/v3/cmd/goose@v3.30.1"),
    migrations: "m",
    files: (sql) => ({
      "m/1_a.sql": `-- +goose Up\n${sql("1_a")}\n-- +goose Down\nSELECT 1;\n`,
      "m/2_b.sql": `-- +goose NO TRANSACTION\n-- +goose Up\n${sql("2_b")}`,
      "m/10_c.sql": `-- +goose Up\n-- +goose StatementBegin\n${sql("10_c")}-- +goose StatementEnd\n`,
      "m/003_d.sql": `-- +goose Up\n${sql("003_d")}`,
      "m/20240101000000_f.sql": `-- +goose Up\n${sql("20240101000000_f")}`,
      "m/sub/11_g.sql": `-- +goose Up\n${sql("11_g")}`,
    }),
    apart: ["11_g"],
    command: (from) => `${from}/goose -dir m up`,
  },
  {
    name: "golang-migrate",
    version: "4.20.1",
    language: "Go",
    framework: "golang-migrate",
    install: go("github.com/golang-migrate/migrate/v4/cmd/migrate@v4.20.1", "postgres"),
    migrations: "m",
    files: (sql) => ({
      "m/1_a.up.sql": sql("1_a"),
      "m/1_a.down.sql": "SELECT 1;",
      "m/2_b.up.sql": sql("2_b"),
      "m/10_c.up.sql": sql("10_c"),
      "m/003_d.up.sql": sql("003_d"),
      "m/20240101000000_f.up.sql": sql("20240101000000_f"),
      "m/7-h.up.sql": sql("7-h"),
      "m/V5__g.up.sql": sql("V5__g"),
      "m/11_plain.sql": sql("11_plain"),
      "m/sub/12_i.up.sql": sql("12_i"),
    }),
    apart: ["12_i"],
    command: (from) => `${from}/migrate -path m -database ${url} up`,
  },
  {
    name: "tern",
    version: "2.3.4",
    language: "Go",
    framework: "tern",
    install: go("github.com/jackc/tern/v2@v2.3.4"),
    migrations: "m",
    files: (sql) => ({
      "m/1_a.sql": `${sql("1_a")}---- create above / drop below ----\nSELECT 1;\n`,
      "m/002_b.sql": `---- tern: disable-tx ----\n${sql("002_b")}`,
      "m/3_c.sql": `${sql("3_c")}\n---- create above / drop below ----\n`,
    }),
    command: (from) => `${from}/tern migrate -m m --conn-string ${url}`,
  },
];
