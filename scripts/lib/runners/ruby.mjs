import { debian } from "./programs.mjs";

export const rubyRunners = [
  {
    name: "activerecord",
    version: "6.1",
    language: "Ruby",
    remark: "newer ones are not packaged by Debian 12",
    install: debian("ruby-activerecord", "ruby-pg"),
    migrations: "db/migrate",
    files: (sql) => {
      const migration = (file, name, more = "") => [
        `db/migrate/${file}.rb`,
        `class ${name} < ActiveRecord::Migration[6.1]
${more}  def up
${sql(file)
  .trim()
  .split("\n")
  .map((line) => `    execute ${JSON.stringify(line)}\n`)
  .join("")}  end
end
`,
      ];
      return {
        "run.rb": `require "active_record"
ActiveRecord::Base.establish_connection(ENV["DATABASE_URL"])
ActiveRecord::MigrationContext.new("db/migrate", ActiveRecord::SchemaMigration).migrate
`,
        ...Object.fromEntries([
          migration("1_a", "A"),
          migration("2_b", "B", "  disable_ddl_transaction!\n"),
          migration("10_c", "C"),
          migration("003_d", "D"),
          migration("20240101000000_f", "F"),
          migration("sub/8_i", "I"),
          migration("7-h", "H"),
        ]),
      };
    },
    command: () => "ruby run.rb",
  },
];
