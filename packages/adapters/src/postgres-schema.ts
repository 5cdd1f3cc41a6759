import type { Session } from "./session.js";

/** Objects that the system or an extension made are left out: what CREATE EXTENSION brings, it brings again. */
const own = (alias: string, catalog: string): string =>
  `${alias}.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${alias}.oid AND x.deptype = 'e')`;

const named = (schema: string, name: string): string =>
  `quote_ident((SELECT nspname FROM pg_namespace WHERE oid = ${schema})) || '.' || quote_ident(${name})`;
const relation = (oid: string): string =>
  `(SELECT ${named("o.relnamespace", "o.relname")} FROM pg_class o WHERE o.oid = ${oid})`;
const visible = (schema: string): string =>
  `(SELECT nspname FROM pg_namespace WHERE oid = ${schema}) !~ '^pg_(temp|toast)'`;

/** A column in CREATE TABLE or CREATE TYPE; what needs functions or sequences comes later. */
const column = `quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
  || CASE WHEN a.attcollation NOT IN (0, (SELECT typcollation FROM pg_type WHERE oid = a.atttypid)) THEN ' COLLATE ' || (SELECT ${named("l.collnamespace", "l.collname")} FROM pg_collation l WHERE l.oid = a.attcollation) ELSE '' END
  || CASE WHEN a.attgenerated <> '' THEN (SELECT ' GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || CASE a.attgenerated WHEN 's' THEN ') STORED' ELSE ') VIRTUAL' END FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) ELSE '' END`;
/** A child made after all its parents can say INHERITS; partitions, and tables that were given a parent later, are attached. */
const inheritsAtOnce = `(c.relkind IN ('r', 'f') AND NOT c.relispartition AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid)
  AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid AND h.inhparent > c.oid))`;
const columns = `(SELECT coalesce(string_agg(${column}, ', ' ORDER BY a.attnum), '') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  AND (a.attislocal OR NOT ${inheritsAtOnce}))`;

const sequenceOptions = `format(' AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s', format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)`;
const owned = (kind: string): string =>
  `pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype = '${kind}'`;

/** Each query gives statements in a column `line`; together, in this order, they make the schema again. */
function queries(major: number): readonly string[] {
  const notNull = major >= 18 ? "false" : "a.attnotnull";
  return [
    `SELECT 'CREATE SCHEMA ' || quote_ident(nspname) AS line FROM pg_namespace n WHERE n.oid >= 16384 AND nspname !~ '^pg_(temp|toast)' AND ${own("n", "pg_namespace")}`,
    `SELECT format('CREATE EXTENSION %I SCHEMA %I', extname, (SELECT nspname FROM pg_namespace WHERE oid = extnamespace)) AS line FROM pg_extension WHERE oid >= 16384 ORDER BY oid`,
    `SELECT CASE t.typtype
       WHEN 'e' THEN format('CREATE TYPE %s AS ENUM (%s)', ${named("t.typnamespace", "t.typname")}, (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
       WHEN 'r' THEN (SELECT format('CREATE TYPE %s AS RANGE (subtype = %s, multirange_type_name = %s)', ${named("t.typnamespace", "t.typname")}, format_type(r.rngsubtype, NULL), (SELECT ${named("m.typnamespace", "m.typname")} FROM pg_type m WHERE m.oid = r.rngmultitypid)) FROM pg_range r WHERE r.rngtypid = t.oid)
       WHEN 'p' THEN 'CREATE TYPE ' || ${named("t.typnamespace", "t.typname")}
       WHEN 'd' THEN format('CREATE DOMAIN %s AS %s%s%s%s', ${named("t.typnamespace", "t.typname")}, format_type(t.typbasetype, t.typtypmod), coalesce(' DEFAULT ' || t.typdefault, ''), CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END,
         (SELECT coalesce(string_agg(format(' CONSTRAINT %I %s', conname, replace(pg_get_constraintdef(k.oid), ' NOT VALID', '')), '' ORDER BY conname), '') FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'))
       WHEN 'c' THEN (SELECT format('CREATE TYPE %s AS (%s)', ${named("t.typnamespace", "t.typname")}, ${columns}) FROM pg_class c WHERE c.oid = t.typrelid) END AS line
     FROM pg_type t WHERE ${own("t", "pg_type")} AND t.typtype IN ('e', 'r', 'p', 'd', 'c') AND t.typcategory <> 'A' AND (t.typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c') ORDER BY t.oid`,
    `SELECT 'ALTER DOMAIN ' || ${named("t.typnamespace", "t.typname")} || ' DROP CONSTRAINT ' || quote_ident(k.conname) || '; ALTER DOMAIN ' || ${named("t.typnamespace", "t.typname")} || format(' ADD CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)) AS line
     FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid WHERE k.contype = 'c' AND NOT k.convalidated AND ${own("t", "pg_type")}`,
    `SELECT 'CREATE ' || CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END || 'SEQUENCE ' || ${named("c.relnamespace", "c.relname")} || ${sequenceOptions} AS line FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
     WHERE ${own("c", "pg_class")} AND ${visible("c.relnamespace")} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')`,
    `SELECT CASE WHEN c.reloftype <> 0 THEN format('CREATE TABLE %s OF %s', ${named("c.relnamespace", "c.relname")}, format_type(c.reloftype, NULL))
       ELSE format('CREATE %s %s (%s)%s%s%s', CASE WHEN c.relkind = 'f' THEN 'FOREIGN TABLE' WHEN c.relpersistence = 'u' THEN 'UNLOGGED TABLE' ELSE 'TABLE' END, ${named("c.relnamespace", "c.relname")}, ${columns},
         CASE WHEN ${inheritsAtOnce} THEN (SELECT ' INHERITS (' || string_agg(${relation("h.inhparent")}, ', ' ORDER BY h.inhseqno) || ')' FROM pg_inherits h WHERE h.inhrelid = c.oid) ELSE '' END,
         CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END,
         CASE WHEN c.relkind = 'f' THEN ' SERVER ' || (SELECT quote_ident(v.srvname) FROM pg_foreign_table f JOIN pg_foreign_server v ON v.oid = f.ftserver WHERE f.ftrelid = c.oid) WHEN c.reloptions IS NOT NULL AND c.relkind = 'r' THEN ' WITH (' || array_to_string(c.reloptions, ', ') || ')' ELSE '' END) END AS line
     FROM pg_class c WHERE ${own("c", "pg_class")} AND c.relkind IN ('r', 'p', 'f') AND ${visible("c.relnamespace")} ORDER BY c.oid`,
    `SELECT pg_get_functiondef(p.oid) AS line FROM pg_proc p WHERE ${own("p", "pg_proc")} AND p.prokind IN ('f', 'p', 'w') AND ${visible("p.pronamespace")} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i') ORDER BY p.oid`,
    `SELECT format('CREATE AGGREGATE %s (%s) (SFUNC = %s, STYPE = %s)', ${named("p.pronamespace", "p.proname")}, CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END, g.aggtransfn::regproc, format_type(g.aggtranstype, NULL)) AS line
     FROM pg_proc p JOIN pg_aggregate g ON g.aggfnoid = p.oid WHERE ${own("p", "pg_proc")}`,
    `SELECT format('ALTER TABLE ONLY %s ALTER COLUMN %I SET DEFAULT %s', ${relation("d.adrelid")}, a.attname, pg_get_expr(d.adbin, d.adrelid)) AS line FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN pg_class c ON c.oid = d.adrelid
     WHERE a.attgenerated = '' AND c.relkind <> 'v' AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")}`,
    `SELECT format('ALTER TABLE ONLY %s ALTER COLUMN %I SET NOT NULL', ${relation("c.oid")}, a.attname) AS line FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE ${notNull} AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")}`,
    `SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', ${relation("k.conrelid")}, k.conname, pg_get_constraintdef(k.oid)) AS line FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype IN ('c', 'n') AND (k.conislocal OR NOT ${inheritsAtOnce}) AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")} ORDER BY k.oid`,
    `SELECT format('ALTER TABLE ONLY %s INHERIT %s', ${relation("h.inhrelid")}, ${relation("h.inhparent")}) AS line FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') AND NOT ${inheritsAtOnce} AND ${visible("c.relnamespace")} ORDER BY h.inhrelid, h.inhseqno`,
    `SELECT format('ALTER TABLE ONLY %s ATTACH PARTITION %s %s', ${relation("h.inhparent")}, ${relation("h.inhrelid")}, pg_get_expr(c.relpartbound, c.oid)) AS line FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND ${visible("c.relnamespace")} ORDER BY c.oid`,
    `SELECT format('ALTER TABLE %s ALTER COLUMN %I ADD GENERATED %s AS IDENTITY (SEQUENCE NAME %s%s)', ${relation("d.refobjid")}, a.attname, CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END, ${relation("s.seqrelid")}, replace(${sequenceOptions}, ' AS ' || format_type(s.seqtypid, NULL), '')) AS line
     FROM pg_sequence s JOIN ${owned("i")} JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid JOIN pg_class c ON c.oid = s.seqrelid WHERE ${visible("c.relnamespace")} AND a.attidentity <> ''`,
    `SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', ${relation("s.seqrelid")}, ${relation("d.refobjid")}, a.attname) AS line FROM pg_sequence s JOIN ${owned("a")} JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid JOIN pg_class c ON c.oid = s.seqrelid WHERE ${visible("c.relnamespace")}`,
    `SELECT CASE WHEN k.oid IS NULL THEN pg_get_indexdef(c.oid) ELSE format('ALTER TABLE ONLY %s ADD CONSTRAINT %I %s', ${relation("i.indrelid")}, k.conname, pg_get_constraintdef(k.oid)) END AS line
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid LEFT JOIN pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
     WHERE t.relkind IN ('r', 'p') AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")} ORDER BY c.oid`,
    `SELECT format('ALTER INDEX %s ATTACH PARTITION %s', ${relation("h.inhparent")}, ${relation("h.inhrelid")}) AS line FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid WHERE c.relkind IN ('i', 'I') ORDER BY c.oid`,
    `SELECT format('ALTER TABLE ONLY %s ADD CONSTRAINT %I %s', ${relation("k.conrelid")}, k.conname, pg_get_constraintdef(k.oid)) AS line FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND k.conparentid = 0 AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")} ORDER BY k.oid`,
    `SELECT CASE c.relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END || ${relation("c.oid")} || (SELECT ' (' || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) || ' AS ' || rtrim(pg_get_viewdef(c.oid), ';') || CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN ' WITH NO DATA' ELSE '' END AS line
     FROM pg_class c WHERE c.relkind IN ('v', 'm') AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")} ORDER BY (SELECT max(r.oid) FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.rulename = '_RETURN')`,
    `SELECT format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', ${relation("d.adrelid")}, a.attname, pg_get_expr(d.adbin, d.adrelid)) AS line FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN pg_class c ON c.oid = d.adrelid WHERE c.relkind = 'v' AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")}`,
    `SELECT pg_get_indexdef(c.oid) AS line FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid WHERE t.relkind = 'm' AND ${own("c", "pg_class")} ORDER BY c.oid`,
    `SELECT pg_get_triggerdef(g.oid) || CASE g.tgenabled WHEN 'O' THEN '' ELSE format('; ALTER TABLE %s %s TRIGGER %I', ${relation("g.tgrelid")}, CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END, g.tgname) END AS line FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND ${visible("c.relnamespace")} ORDER BY g.oid`,
    `SELECT pg_get_ruledef(r.oid) AS line FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN' AND r.oid >= 16384 AND ${visible("c.relnamespace")} ORDER BY r.oid`,
    `SELECT format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, ${relation("p.polrelid")}, CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END,
       (SELECT string_agg(coalesce(quote_ident(u.rolname), 'PUBLIC'), ', ') FROM unnest(p.polroles) x(oid) LEFT JOIN pg_roles u ON u.oid = x.oid), coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ''), coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')) AS line FROM pg_policy p ORDER BY p.oid`,
    `SELECT concat_ws('; ', CASE WHEN c.relrowsecurity THEN 'ALTER TABLE ' || ${relation("c.oid")} || ' ENABLE ROW LEVEL SECURITY' END, CASE WHEN c.relforcerowsecurity THEN 'ALTER TABLE ' || ${relation("c.oid")} || ' FORCE ROW LEVEL SECURITY' END, CASE c.relreplident WHEN 'f' THEN 'ALTER TABLE ' || ${relation("c.oid")} || ' REPLICA IDENTITY FULL' WHEN 'n' THEN 'ALTER TABLE ' || ${relation("c.oid")} || ' REPLICA IDENTITY NOTHING' WHEN 'i' THEN (SELECT format('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', ${relation("c.oid")}, n.relname) FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END) AS line
     FROM pg_class c WHERE c.relkind IN ('r', 'p') AND (c.relrowsecurity OR c.relforcerowsecurity OR c.relreplident IN ('f', 'n', 'i')) AND ${own("c", "pg_class")} AND ${visible("c.relnamespace")}`,
    `SELECT pg_get_statisticsobjdef(s.oid) AS line FROM pg_statistic_ext s WHERE ${visible("s.stxnamespace")} ORDER BY s.oid`,
    `SELECT format('CREATE PUBLICATION %I%s WITH (publish = %L)', p.pubname, CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE coalesce((SELECT ' FOR TABLE ' || string_agg('ONLY ' || ${relation("r.prrelid")}, ', ') FROM pg_publication_rel r WHERE r.prpubid = p.oid), '') END,
       concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END)) AS line FROM pg_publication p`,
  ];
}

/**
 * The schema of a database as SQL that makes it again, all names qualified: a history to replay. Reads only the system
 * catalogs, in one read-only transaction. Temporary objects are left out. Throws `ServerError`.
 */
export async function readSchema(session: Session): Promise<string> {
  const lines: string[] = ["SELECT set_config('search_path', '', false)"];
  await session.run("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    await session.run("SET LOCAL search_path = ''");
    for (const query of queries(session.major))
      for (const row of await session.run(query)) if (row.line) lines.push(String(row.line));
  } finally {
    await session.run("ROLLBACK");
  }
  return `${lines.join(";\n")};\nRESET search_path;\n`;
}
