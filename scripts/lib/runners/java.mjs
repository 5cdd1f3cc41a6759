import { maven } from "./programs.mjs";

const driver = "org.postgresql:postgresql:42.7.4";
const java = (from, program) => `java -cp "${from}/jars/*" ${program}`;

const flywayMain = (more) => `import org.flywaydb.core.Flyway;
public class Main {
  public static void main(String[] args) {
    Flyway.configure().dataSource(System.getenv("FLYWAY_URL"), System.getenv("FLYWAY_USER"), System.getenv("FLYWAY_PASSWORD"))
      .locations("filesystem:sql")${more}.load().migrate();
  }
}
`;

const flyway = (name, more, files, remark) => ({
  name,
  version: "13.12.1",
  language: "Java",
  framework: "flyway",
  remark,
  install: maven(
    "org.flywaydb:flyway-core:13.12.1",
    "org.flywaydb:flyway-database-postgresql:13.12.1",
    driver,
    "org.slf4j:slf4j-nop:2.0.16",
  ),
  migrations: "sql",
  files: (sql) => ({ "Main.java": flywayMain(more), ...files(sql) }),
  command: (from) => java(from, "Main.java"),
});

const named = (sql, names) => Object.fromEntries(names.map((name) => [`sql/${name}.sql`, sql(name.split("/").at(-1))]));

export const javaRunners = [
  flyway("flyway", "", (sql) => ({
    ...named(sql, [
      "V1__a",
      "V2__b",
      "V2_1__b_one",
      "V2.5__b_five",
      "V10__c",
      "V003__d",
      "V8__n",
      "V20240101__f",
      "sub/V4__s",
      "R__r_b",
      "R__r_a",
      "U1__a",
      "v6__low",
      "V7_one",
      "beforeMigrate",
      "afterMigrate__z",
    ]),
    "sql/V8__n.sql.conf": "executeInTransaction=false\n",
  })),
  flyway("flyway, group", ".group(true)", (sql) => ({
    "release-gate.yaml": "version: 1\nmigrations: { path: sql, transaction: batch }\n",
    ...named(sql, ["V1__a", "V2__b", "V10__c", "R__r"]),
  })),
  {
    name: "liquibase",
    version: "4.33.0",
    language: "Java",
    framework: "plain",
    remark: "the row is written in a transaction of its own, after the changeset's",
    install: maven("org.liquibase:liquibase-core:4.33.0", driver, "org.slf4j:slf4j-nop:2.0.16"),
    migrations: "sql",
    files: (sql) => {
      const changeset = (name, more = "") => `--changeset me:${name}${more}\n${sql(name)}`;
      const file = (...parts) => `--liquibase formatted sql\n\n${parts.join("\n")}`;
      return {
        "Main.java": `import java.nio.file.Path; import java.sql.DriverManager;
import liquibase.Liquibase; import liquibase.database.DatabaseFactory; import liquibase.database.jvm.JdbcConnection; import liquibase.resource.DirectoryResourceAccessor;
public class Main {
  public static void main(String[] args) throws Exception {
    var connection = DriverManager.getConnection(System.getenv("JDBC_URL"), System.getenv("PGUSER"), System.getenv("PGPASSWORD"));
    var database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
    try (var liquibase = new Liquibase("changelog.xml", new DirectoryResourceAccessor(Path.of(".")), database)) { liquibase.update(""); }
  }
}
`,
        "changelog.xml": `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
  <includeAll path="sql"/>
</databaseChangeLog>
`,
        "sql/001_a.sql": file(changeset("a1"), `${changeset("a2")}--rollback SELECT 1;\n`),
        "sql/002_b.sql": file(changeset("b1", " runInTransaction:false"), changeset("b2")),
        "sql/003_c.sql": file(
          changeset("c1", " context:x"),
          changeset("c2", ' runInTransaction:"false"'),
          changeset("c3", " runintransaction:FALSE"),
          changeset("c4", " runInTransaction: false"),
          changeset("c5", " runInTransaction:no"),
          changeset("c6", " runInTransaction:TRUE"),
          changeset("c7", " runInTransaction:yes"),
        ),
        // No such mark, and so one changeset.
        "sql/004_d.sql": sql("004_d"),
      };
    },
    command: (from) => java(from, "Main.java"),
  },
  {
    name: "mybatis-migrations",
    version: "3.4.0",
    language: "Java",
    framework: "plain",
    remark: "the row is written in a transaction of its own, after the file's",
    install: maven("org.mybatis:mybatis-migrations:3.4.0", driver),
    migrations: "scripts",
    files: (sql) => ({
      // The first script makes the table, as that of its own `init` does.
      "scripts/0_changelog.sql":
        "CREATE TABLE changelog (id numeric(20,0) NOT NULL PRIMARY KEY, applied_at varchar(25) NOT NULL, description varchar(255) NOT NULL);\n",
      ...Object.fromEntries(
        ["1_a", "2_b", "10_c", "003_d", "20240101000000_f"].map((name) => [
          `scripts/${name}.sql`,
          `-- // ${name}\n${sql(name)}\n-- //@UNDO\nSELECT 1;\n`,
        ]),
      ),
      "drivers/none": "",
      "scripts/20240101000001_g.sql": `-- // g\n${sql("20240101000001_g")}`,
    }),
    command: (from) =>
      `mkdir -p environments && printf 'driver=org.postgresql.Driver\\nurl=%s\\nusername=%s\\npassword=%s\\nsend_full_script=false\\ndelimiter=;\\nscript_char_set=UTF-8\\ntime_zone=GMT+0:00\\nchangelog=CHANGELOG\\n' "$JDBC_URL" "$PGUSER" "$PGPASSWORD" > environments/development.properties && ${java(from, "org.apache.ibatis.migration.Migrator")} up`,
  },
];
