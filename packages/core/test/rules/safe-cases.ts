/** What must stay without an error of any rule: a history, and a deployment after it, on its own in no transaction or in one. */
export interface SafeCase {
  readonly name: string;
  readonly history: string;
  readonly sql: string;
  readonly transaction?: "none";
  /** From this version on. */
  readonly since?: number;
}

const users = "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(50), age int, price numeric(8,2));";

/** The kinds of silence that users of linters ask for, each by several statements. */
export const safeCases: Readonly<Record<string, readonly SafeCase[]>> = {
  "on tables of this deployment": [
    {
      name: "an index",
      history: users,
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL); CREATE INDEX notes_body ON notes (body);",
    },
    {
      name: "constraints",
      history: users,
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY, body text); ALTER TABLE notes ADD CONSTRAINT notes_body CHECK (body <> ''); ALTER TABLE notes ADD UNIQUE (body); ALTER TABLE notes ALTER COLUMN body SET NOT NULL;",
    },
    {
      name: "a rewrite",
      history: users,
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY, size int); ALTER TABLE notes ALTER COLUMN size TYPE bigint; ALTER TABLE notes ADD COLUMN token uuid DEFAULT gen_random_uuid();",
    },
    {
      name: "a change of mind",
      history: users,
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY, size int); ALTER TABLE notes DROP COLUMN size; ALTER TABLE notes RENAME TO remarks; DROP TABLE remarks;",
      transaction: "none",
    },
    {
      name: "a foreign key between two of them",
      history: users,
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY); CREATE TABLE words (note bigint); ALTER TABLE words ADD FOREIGN KEY (note) REFERENCES notes (id); CREATE INDEX words_note ON words (note);",
    },
    {
      name: "a table that was renamed on the way",
      history: users,
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY, body text); ALTER TABLE notes RENAME TO remarks; CREATE INDEX remarks_body ON remarks (body);",
      transaction: "none",
    },
    {
      name: "a required column",
      history: users,
      sql: "CREATE TABLE notes (id bigint PRIMARY KEY); ALTER TABLE notes ADD COLUMN body text NOT NULL;",
    },
  ],
  "after a validated CHECK": [
    {
      name: "of an earlier file",
      history: `${users} ALTER TABLE users ADD CONSTRAINT age_set CHECK (age IS NOT NULL) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT age_set;`,
      sql: "ALTER TABLE users ALTER COLUMN age SET NOT NULL;",
    },
    {
      name: "that was valid from the start",
      history: `${users} ALTER TABLE users ADD CONSTRAINT age_set CHECK (age IS NOT NULL);`,
      sql: "ALTER TABLE users ALTER COLUMN age SET NOT NULL;",
    },
    {
      name: "that says more",
      history: `${users} ALTER TABLE users ADD CONSTRAINT age_set CHECK (age IS NOT NULL AND age > 0);`,
      sql: "ALTER TABLE users ALTER COLUMN age SET NOT NULL;",
    },
    {
      name: "of this deployment",
      history: users,
      sql: "ALTER TABLE users ADD CONSTRAINT age_set CHECK (age IS NOT NULL) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT age_set; ALTER TABLE users ALTER COLUMN age SET NOT NULL; ALTER TABLE users DROP CONSTRAINT age_set;",
      transaction: "none",
    },
    {
      name: "and with the drop of it",
      history: `${users} ALTER TABLE users ADD CONSTRAINT age_set CHECK (age IS NOT NULL);`,
      sql: "ALTER TABLE users ALTER COLUMN age SET NOT NULL; ALTER TABLE users DROP CONSTRAINT age_set;",
    },
    {
      name: "as NOT NULL NOT VALID",
      history: `${users} ALTER TABLE users ADD CONSTRAINT age_set NOT NULL age NOT VALID;`,
      sql: "ALTER TABLE users VALIDATE CONSTRAINT age_set;",
      since: 18,
    },
  ],
  "for type changes that keep the rows": [
    { name: "a longer varchar", history: users, sql: "ALTER TABLE users ALTER COLUMN email TYPE varchar(100);" },
    { name: "varchar to text", history: users, sql: "ALTER TABLE users ALTER COLUMN email TYPE text;" },
    { name: "varchar without a limit", history: users, sql: "ALTER TABLE users ALTER COLUMN email TYPE varchar;" },
    {
      name: "numeric with more digits",
      history: users,
      sql: "ALTER TABLE users ALTER COLUMN price TYPE numeric(12,2);",
    },
    { name: "numeric without a limit", history: users, sql: "ALTER TABLE users ALTER COLUMN price TYPE numeric;" },
  ],
  "for USING INDEX": [
    {
      name: "UNIQUE",
      history: `${users} CREATE UNIQUE INDEX users_email ON users (email);`,
      sql: "ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email;",
    },
    {
      name: "PRIMARY KEY over a NOT NULL column",
      history: "CREATE TABLE logs (id bigint NOT NULL); CREATE UNIQUE INDEX logs_id ON logs (id);",
      sql: "ALTER TABLE logs ADD PRIMARY KEY USING INDEX logs_id;",
    },
    {
      name: "with the index in the same deployment",
      history: users,
      sql: "CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email); SET lock_timeout = '2s'; ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email;",
      transaction: "none",
    },
  ],
  "for CONCURRENTLY outside a transaction": [
    {
      name: "CREATE INDEX",
      history: users,
      sql: "CREATE INDEX CONCURRENTLY users_age ON users (age);",
      transaction: "none",
    },
    {
      name: "DROP INDEX",
      history: `${users} CREATE INDEX users_age ON users (age);`,
      sql: "DROP INDEX CONCURRENTLY users_age;",
      transaction: "none",
    },
    {
      name: "REINDEX",
      history: `${users} CREATE INDEX users_age ON users (age);`,
      sql: "REINDEX INDEX CONCURRENTLY users_age;",
      transaction: "none",
    },
    {
      name: "REFRESH",
      history: `${users} CREATE MATERIALIZED VIEW ages AS SELECT id, age FROM users; CREATE UNIQUE INDEX ages_id ON ages (id);`,
      sql: "REFRESH MATERIALIZED VIEW CONCURRENTLY ages;",
      transaction: "none",
    },
  ],
  "for defaults that are computed once": [
    { name: "a constant", history: users, sql: "ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';" },
    { name: "now()", history: users, sql: "ALTER TABLE users ADD COLUMN seen timestamptz NOT NULL DEFAULT now();" },
    {
      name: "CURRENT_TIMESTAMP",
      history: users,
      sql: "ALTER TABLE users ADD COLUMN seen timestamptz DEFAULT CURRENT_TIMESTAMP;",
    },
    {
      name: "a stable function",
      history: `${users} CREATE FUNCTION stage() RETURNS text STABLE LANGUAGE sql AS $$ SELECT 'x'::text $$;`,
      sql: "ALTER TABLE users ADD COLUMN stage text DEFAULT stage();",
    },
    {
      name: "an array and a cast",
      history: users,
      sql: "ALTER TABLE users ADD COLUMN tags text[] NOT NULL DEFAULT '{}'::text[];",
    },
    {
      name: "SET DEFAULT of a volatile function",
      history: users,
      sql: "ALTER TABLE users ALTER COLUMN age SET DEFAULT (random() * 10)::int;",
    },
  ],
  "for what only adds": [
    { name: "a nullable column", history: users, sql: "ALTER TABLE users ADD COLUMN note text;" },
    {
      name: "a foreign key that is not validated, then validated",
      history: `${users} CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint); CREATE INDEX orders_user ON orders (user_id);`,
      sql: "ALTER TABLE orders ADD CONSTRAINT orders_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT orders_user_fkey;",
      transaction: "none",
    },
    {
      name: "a nullable column with a foreign key",
      history: `${users} CREATE TABLE orders (id bigint PRIMARY KEY);`,
      sql: "ALTER TABLE orders ADD COLUMN user_id bigint; ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;",
    },
    { name: "a view", history: users, sql: "CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;" },
    {
      name: "a value of an enum",
      history: "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE days (id bigint, mood mood);",
      sql: "ALTER TYPE mood ADD VALUE 'b';",
    },
    { name: "a comment", history: users, sql: "COMMENT ON COLUMN users.age IS 'in years';" },
  ],
};
