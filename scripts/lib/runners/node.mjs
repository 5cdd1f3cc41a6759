import { npm } from "./programs.mjs";

export const nodeRunners = [
  {
    name: "knex",
    version: "3.3.0",
    language: "Node",
    install: npm("knex@3.3.0", "pg@8.16.3"),
    migrations: "migrations",
    files: (sql) => ({
      "knexfile.js": "module.exports = { client: 'pg', connection: process.env.DATABASE_URL };\n",
      ...Object.fromEntries(
        ["1_a", "2_b", "10_c", "003_d", "20240101000000_f", "7-h"].map((name) => [
          `migrations/${name}.js`,
          `exports.up = (knex) => knex.raw(${JSON.stringify(sql(name))});\nexports.down = () => {};\n`,
        ]),
      ),
    }),
    command: (from) => `${from}/node_modules/.bin/knex migrate:latest`,
  },
];
