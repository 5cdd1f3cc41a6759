import { python } from "./programs.mjs";

/** One INSERT a call: psycopg takes several as one message, as a user would rarely write them. */
const lines = (text) => text.trim().split("\n");
const py = JSON.stringify;

const alembicEnvironment = (options) => `import os
from alembic import context
from sqlalchemy import create_engine
with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    context.configure(connection=connection${options})
    with context.begin_transaction():
        context.run_migrations()
`;

/** The graph orders the revisions; the names of the files say the opposite. */
const alembic = (name, options, remark) => ({
  name,
  version: "1.20.1",
  language: "Python",
  remark,
  install: python("alembic==1.20.1", "sqlalchemy==2.1.9", "psycopg[binary]==3.3.9"),
  migrations: "migrations/versions",
  files: (sql) => ({
    "alembic.ini": "[alembic]\nscript_location = migrations\n",
    "migrations/env.py": alembicEnvironment(options),
    "migrations/script.py.mako": "",
    ...Object.fromEntries(
      [
        ["z_first", "a1", null],
        ["m_second", "10", "a1"],
        ["a_third", "2", "10"],
      ].map(([file, revision, previous]) => [
        `migrations/versions/${file}.py`,
        `from alembic import op
revision = ${py(revision)}
down_revision = ${previous === null ? "None" : py(previous)}
def upgrade():
${lines(sql(file))
  .map((line) => `    op.execute(${py(line)})`)
  .join("\n")}
def downgrade():
    pass
`,
      ]),
    ),
    // What is in this block leaves the transaction, and what came before it is committed.
    "migrations/versions/b_fourth.py": `from alembic import op
revision = "f"
down_revision = "2"
def upgrade():
    with op.get_context().autocommit_block():
${lines(sql("b_fourth"))
  .map((line) => `        op.execute(${py(line)})`)
  .join("\n")}
`,
  }),
  command: (from) => `${from}/bin/alembic upgrade head`,
});

export const pythonRunners = [
  alembic("alembic", "", "autocommit_block() commits what came before it"),
  alembic("alembic, transaction_per_migration", ", transaction_per_migration=True"),
  {
    name: "django",
    version: "5.2.19",
    language: "Python",
    install: python("django==5.2.19", "psycopg2-binary==2.9.10"),
    migrations: "shop/migrations",
    files: (sql) => {
      const migration = (name, { after = [], atomic = true } = {}) => `from django.db import migrations
class Migration(migrations.Migration):
    atomic = ${atomic ? "True" : "False"}
    dependencies = [${after.map(([app, each]) => `(${py(app)}, ${py(each)})`).join(", ")}]
    operations = [migrations.RunSQL(${py(lines(sql(name)))})]
`;
      return {
        "settings.py": `import os
SECRET_KEY = "x"
USE_TZ = True
INSTALLED_APPS = ["shop", "depot"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"], "USER": os.environ["PGUSER"], "PASSWORD": os.environ["PGPASSWORD"], "HOST": os.environ["PGHOST"], "PORT": os.environ["PGPORT"]}}
`,
        "shop/__init__.py": "",
        "shop/migrations/__init__.py": "",
        "depot/__init__.py": "",
        "depot/migrations/__init__.py": "",
        // The graph over the apps orders them, not their names.
        "shop/migrations/0001_shop_a.py": migration("0001_shop_a", { after: [["depot", "0001_depot_a"]] }),
        "shop/migrations/0002_shop_b.py": migration("0002_shop_b", {
          after: [["shop", "0001_shop_a"]],
          atomic: false,
        }),
        "depot/migrations/0001_depot_a.py": migration("0001_depot_a"),
        "depot/migrations/0010_depot_c.py": migration("0010_depot_c", {
          after: [
            ["depot", "0001_depot_a"],
            ["shop", "0002_shop_b"],
          ],
        }),
      };
    },
    command: (from) => `${from}/bin/django-admin migrate --settings settings --pythonpath .`,
  },
  {
    name: "yoyo",
    version: "9.0.0",
    language: "Python",
    remark: "a new connection for each file, a savepoint for each step",
    install: python("yoyo-migrations==9.0.0", "psycopg2-binary==2.9.10", "setuptools==75.8.0"),
    migrations: "m",
    files: (sql) => ({
      ...Object.fromEntries(
        ["1_a", "2_b", "10_c", "003_d", "20240101000000_f", "7-h"].map((name) => [`m/${name}.sql`, sql(name)]),
      ),
      "m/1_a.rollback.sql": "SELECT 1;\n",
      "m/0_last.sql": `-- depends: 2_b\n${sql("0_last")}`,
      "m/5_x.sql": `-- transactional: false\n${sql("5_x")}`,
      "m/6_py.py": `from yoyo import step\nsteps = [${lines(sql("6_py"))
        .map((line) => `step(${py(line)})`)
        .join(", ")}]\n`,
      "m/sub/8_i.sql": sql("8_i"),
    }),
    command: (from) => `${from}/bin/yoyo apply --batch --no-config-file --database "$DATABASE_URL" m`,
  },
];
