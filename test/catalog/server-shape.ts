import type { Session } from "../../packages/adapters/src/session.js";

/** User objects only: neither the system's, nor those that extensions brought. */
const own = (alias: string, catalog: string): string =>
  `${alias}.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${alias}.oid AND d.deptype = 'e')`;

const schemaOf = (expression: string): string =>
  `(SELECT CASE WHEN n_.nspname ~ '^pg_temp_' THEN 'pg_temp' ELSE n_.nspname END FROM pg_namespace n_ WHERE n_.oid = ${expression})`;
const relationOf = (oid: string): string =>
  `(SELECT ${schemaOf("r_.relnamespace")} || '.' || r_.relname FROM pg_class r_ WHERE r_.oid = ${oid})`;
const columnsOf = (relation: string, numbers: string): string =>
  `(SELECT coalesce(string_agg(coalesce(a_.attname, '*'), ',' ORDER BY k_.n), '') FROM unnest(${numbers}) WITH ORDINALITY k_(num, n)
    LEFT JOIN pg_attribute a_ ON a_.attrelid = ${relation} AND a_.attnum = k_.num AND k_.num > 0)`;
const typeOf = (oid: string): string =>
  `(SELECT CASE WHEN t_.typelem <> 0 AND t_.typsubscript = 'array_subscript_handler'::regproc
     THEN (SELECT ${schemaOf("e_.typnamespace")} || '.' || e_.typname || '[]' FROM pg_type e_ WHERE e_.oid = t_.typelem)
     ELSE ${schemaOf("t_.typnamespace")} || '.' || t_.typname END FROM pg_type t_ WHERE t_.oid = ${oid})`;
const typmod = `CASE WHEN a.atttypmod < 0 OR t.typname IN ('interval', '_interval') THEN ''
  WHEN t.typname IN ('numeric', '_numeric') THEN '(' || ((a.atttypmod - 4) >> 16) || ',' || ((a.atttypmod - 4) & 65535) || ')'
  WHEN t.typname IN ('varchar', 'bpchar', '_varchar', '_bpchar') THEN '(' || (a.atttypmod - 4) || ')' ELSE '(' || a.atttypmod || ')' END`;
const mark = (condition: string, word: string): string => `CASE WHEN ${condition} THEN ' ${word}' ELSE '' END`;

/** Each query gives one column `line`; the lines are what a catalog is compared by. */
function queries(major: number): string[] {
  const enforced = major >= 18 ? "c.conenforced" : "true";
  const period = major >= 18 ? "c.conperiod" : "false";
  const distinct = major >= 15 ? "i.indnullsnotdistinct" : "false";
  return [
    `SELECT 'schema ' || nspname AS line FROM pg_namespace n WHERE ${own("n", "pg_namespace")} AND nspname !~ '^pg_(temp|toast)'`,
    `SELECT format('%s %s %s%s%s%s%s', CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned-table' WHEN 'f' THEN 'foreign-table' WHEN 'v' THEN 'view'
       WHEN 'm' THEN 'materialized-view' WHEN 'i' THEN 'index' WHEN 'I' THEN 'partitioned-index' WHEN 'S' THEN 'sequence' ELSE 'composite-type' END,
       ${relationOf("c.oid")}, CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 'u' THEN 'unlogged' ELSE 'temporary' END,
       ${mark("c.relrowsecurity", "row-security")}, ${mark("c.relforcerowsecurity", "forced")},
       CASE WHEN c.relkind IN ('r', 'p') THEN ' identity-' || CASE c.relreplident WHEN 'd' THEN 'default' WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' ELSE 'index' END ELSE '' END,
       ${mark("c.relkind = 'm' AND NOT c.relispopulated", "unpopulated")}) AS line FROM pg_class c WHERE ${own("c", "pg_class")} AND c.relkind <> 't' AND (SELECT nspname FROM pg_namespace WHERE oid = c.relnamespace) !~ '^pg_toast'`,
    `SELECT format('column %s.%s #%s %s%s%s%s%s%s%s%s', ${relationOf("c.oid")}, a.attname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), ${typeOf("a.atttypid")}, ${typmod},
       ${mark("a.attnotnull", "not-null")}, ${mark("a.atthasdef", "default")},
       CASE a.attidentity WHEN 'a' THEN ' identity-always' WHEN 'd' THEN ' identity-by-default' ELSE '' END,
       CASE a.attgenerated WHEN 's' THEN ' stored' WHEN 'v' THEN ' virtual' ELSE '' END,
       ${mark("a.attislocal", "local")} || CASE WHEN a.attinhcount > 0 THEN ' inherited-' || a.attinhcount ELSE '' END,
       CASE WHEN c.relkind IN ('r', 'p', 'f', 'c') AND a.attcollation NOT IN (0, t.typcollation) THEN ' collate-' || (SELECT collname FROM pg_collation WHERE oid = a.attcollation) ELSE '' END) AS line
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
     WHERE ${own("c", "pg_class")} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')`,
    `SELECT format('constraint %s.%s %s (%s)%s%s%s%s%s%s%s%s%s', ${relationOf("c.conrelid")}, c.conname,
       CASE c.contype WHEN 'c' THEN 'check' WHEN 'n' THEN 'not-null' WHEN 'p' THEN 'primary-key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign-key' WHEN 'x' THEN 'exclusion' ELSE 'trigger' END,
       CASE WHEN c.contype = 'c' THEN (SELECT coalesce(string_agg(a.attname, ',' ORDER BY a.attname), '') FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)) ELSE ${columnsOf("c.conrelid", "c.conkey")} END,
       ${mark("NOT c.convalidated", "not-valid")}, ${mark(`NOT ${enforced}`, "not-enforced")}, ${mark("c.condeferrable", "deferrable")}, ${mark("c.condeferred", "deferred")},
       ${mark("c.connoinherit AND c.contype IN ('c', 'n')", "no-inherit")}, ${mark("c.conislocal", "local")} || CASE WHEN c.coninhcount > 0 THEN ' inherited-' || c.coninhcount ELSE '' END,
       CASE WHEN c.contype IN ('p', 'u', 'x') THEN ' index ' || ${relationOf("c.conindid")} ELSE '' END || ${mark(`c.contype <> 'f' AND ${period}`, "without-overlaps")},
       CASE WHEN c.contype = 'f' THEN format(' references %s(%s) by %s on delete %s on update %s', ${relationOf("c.confrelid")}, ${columnsOf("c.confrelid", "c.confkey")}, ${relationOf("c.conindid")},
         CASE c.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE 'set default' END,
         CASE c.confupdtype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE 'set default' END) ELSE '' END,
       CASE WHEN c.conparentid <> 0 THEN ' of ' || (SELECT p.conname FROM pg_constraint p WHERE p.oid = c.conparentid) ELSE '' END) AS line
     FROM pg_constraint c WHERE c.oid >= 16384 AND c.conrelid <> 0
       AND NOT (c.contype = 'f' AND c.conparentid <> 0 AND EXISTS (SELECT FROM pg_constraint p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid))`,
    `SELECT format('index %s on %s %s%s%s%s%s%s (%s)%s%s', ${relationOf("i.indexrelid")}, ${relationOf("i.indrelid")}, (SELECT amname FROM pg_am WHERE oid = c.relam),
       ${mark("i.indisunique", "unique")}, ${mark("i.indisprimary", "primary")}, ${mark("i.indisexclusion", "exclusion")}, ${mark(distinct, "nulls-not-distinct")}, ${mark("NOT i.indisvalid", "invalid")},
       (SELECT string_agg(coalesce(a.attname, '*') || CASE WHEN k.n > i.indnkeyatts THEN ' include' ELSE CASE WHEN (o.opts & 1) = 1 THEN ' desc' ELSE '' END || CASE WHEN (o.opts & 2) = 2 THEN ' nulls-first' ELSE '' END END, ',' ORDER BY k.n)
        FROM unnest(i.indkey::int2[]) WITH ORDINALITY k(num, n) LEFT JOIN unnest(i.indoption::int2[]) WITH ORDINALITY o(opts, n) ON o.n = k.n
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.num AND k.num > 0),
       ${mark("i.indpred IS NOT NULL", "where")}, coalesce(' of ' || (SELECT ${relationOf("h.inhparent")} FROM pg_inherits h WHERE h.inhrelid = i.indexrelid), '')) AS line
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE ${own("c", "pg_class")} AND (SELECT nspname FROM pg_namespace WHERE oid = c.relnamespace) !~ '^pg_toast'`,
    `SELECT format('sequence %s %s start %s by %s from %s to %s cache %s%s%s', ${relationOf("s.seqrelid")}, (SELECT typname FROM pg_type WHERE oid = s.seqtypid), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
       ${mark("s.seqcycle", "cycle")}, coalesce((SELECT CASE d.deptype WHEN 'i' THEN ' identity of ' ELSE ' owned by ' END || ${relationOf("d.refobjid")} || '.' || a.attname FROM pg_depend d
         JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid = 'pg_class'::regclass AND d.objid = s.seqrelid AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')), '')) AS line
     FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid WHERE ${own("c", "pg_class")}`,
    `SELECT format('inherits %s from %s #%s', ${relationOf("h.inhrelid")}, ${relationOf("h.inhparent")}, rank() OVER (PARTITION BY h.inhrelid ORDER BY h.inhseqno)) AS line FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid WHERE c.relkind NOT IN ('i', 'I')`,
    `SELECT format('partition %s%s', ${relationOf("c.oid")}, ${mark("EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partdefid = c.oid)", "default")}) AS line FROM pg_class c WHERE c.relispartition AND c.relkind NOT IN ('i', 'I')`,
    `SELECT format('partitioned %s by %s (%s)', ${relationOf("p.partrelid")}, CASE p.partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END, ${columnsOf("p.partrelid", "p.partattrs::int2[]")}) AS line FROM pg_partitioned_table p`,
    `SELECT DISTINCT format('needs %s on %s%s', ${relationOf("r.ev_class")}, ${relationOf("d.refobjid")}, coalesce('.' || (SELECT attname FROM pg_attribute a WHERE a.attrelid = d.refobjid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0), '')) AS line
     FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'n'
     WHERE r.rulename = '_RETURN' AND r.oid >= 16384 AND d.refobjid >= 16384 AND d.refobjid <> r.ev_class AND d.refobjsubid > 0`,
    `SELECT format('trigger %s.%s %s %s%s %s %s%s%s', ${relationOf("t.tgrelid")}, t.tgname, CASE WHEN t.tgtype & 2 > 0 THEN 'before' WHEN t.tgtype & 64 > 0 THEN 'instead' ELSE 'after' END,
       concat_ws(',', CASE WHEN t.tgtype & 8 > 0 THEN 'delete' END, CASE WHEN t.tgtype & 4 > 0 THEN 'insert' END, CASE WHEN t.tgtype & 32 > 0 THEN 'truncate' END, CASE WHEN t.tgtype & 16 > 0 THEN 'update' END), ${mark("t.tgtype & 1 > 0", "row")},
       (SELECT ${schemaOf("p.pronamespace")} || '.' || p.proname FROM pg_proc p WHERE p.oid = t.tgfoid), CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' ELSE 'always' END,
       ${mark("t.tgconstraint <> 0", "constraint")}, ${mark("t.tgparentid <> 0", "cloned")}) AS line FROM pg_trigger t WHERE NOT t.tgisinternal`,
    `SELECT format('policy %s.%s %s %s (%s)', ${relationOf("p.polrelid")}, p.polname, CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
       CASE p.polcmd WHEN '*' THEN 'all' WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' ELSE 'delete' END,
       (SELECT string_agg(coalesce(g.rolname, 'public'), ',' ORDER BY g.rolname) FROM unnest(p.polroles) x(oid) LEFT JOIN pg_roles g ON g.oid = x.oid)) AS line FROM pg_policy p`,
    `SELECT format('rule %s.%s %s%s', ${relationOf("r.ev_class")}, r.rulename, CASE r.ev_type WHEN '1' THEN 'select' WHEN '2' THEN 'update' WHEN '3' THEN 'insert' ELSE 'delete' END, ${mark("r.is_instead", "instead")}) AS line FROM pg_rewrite r WHERE r.oid >= 16384 AND r.rulename <> '_RETURN'`,
    `SELECT format('type %s %s%s%s%s', ${typeOf("t.oid")}, CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' WHEN 'm' THEN 'multirange' WHEN 'c' THEN 'composite' WHEN 'p' THEN 'shell' ELSE 'base' END,
       CASE t.typtype WHEN 'e' THEN (SELECT ' (' || coalesce(string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder), '') || ')' FROM pg_enum e WHERE e.enumtypid = t.oid) WHEN 'd' THEN ' over ' || ${typeOf("t.typbasetype")} ELSE '' END,
       CASE WHEN t.typtype = 'd' THEN ${mark("t.typnotnull", "not-null")} || ${mark("t.typdefault IS NOT NULL", "default")} ELSE '' END,
       CASE WHEN t.typtype = 'd' THEN coalesce((SELECT ' ' || string_agg(c.conname || CASE WHEN c.convalidated THEN '' ELSE ' not-valid' END, ',' ORDER BY c.conname) FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c'), '') ELSE '' END) AS line
     FROM pg_type t WHERE ${own("t", "pg_type")} AND NOT (t.typelem <> 0 AND t.typsubscript = 'array_subscript_handler'::regproc)
       AND (t.typrelid = 0 OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c') AND t.typnamespace <> 'pg_toast'::regnamespace`,
    `SELECT format('%s %s(%s)%s %s %s%s%s defaults-%s', CASE p.prokind WHEN 'f' THEN 'function' WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'window' END, ${schemaOf("p.pronamespace")} || '.' || p.proname,
       (SELECT coalesce(string_agg(${typeOf("a.oid")}, ',' ORDER BY a.n), '') FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a(oid, n)),
       CASE WHEN p.prokind = 'f' THEN ' returns ' || ${mark("p.proretset", "setof ")} || ${typeOf("p.prorettype")} ELSE '' END,
       CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END, (SELECT lanname FROM pg_language WHERE oid = p.prolang),
       ${mark("p.proisstrict", "strict")}, ${mark("p.prosecdef", "definer")}, p.pronargdefaults) AS line FROM pg_proc p
     WHERE ${own("p", "pg_proc")} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`,
    `SELECT format('publication %s%s (%s)%s', p.pubname, ${mark("p.puballtables", "all")}, concat_ws(',', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
       coalesce((SELECT string_agg(' ' || ${relationOf("pr.prrelid")}, '' ORDER BY ${relationOf("pr.prrelid")}) FROM pg_publication_rel pr WHERE pr.prpubid = p.oid), '')) AS line FROM pg_publication p`,
    `SELECT format('statistics %s on %s (%s) expressions-%s', ${schemaOf("s.stxnamespace")} || '.' || s.stxname, ${relationOf("s.stxrelid")}, ${columnsOf("s.stxrelid", "s.stxkeys::int2[]")},
       coalesce(array_length(pg_get_statisticsobjdef_expressions(s.oid), 1), 0)) AS line FROM pg_statistic_ext s`,
    `SELECT format('extension %s in %s', e.extname, ${schemaOf("e.extnamespace")}) AS line FROM pg_extension e WHERE e.oid >= 16384`,
  ];
}

/** What is in a server's database, as sorted lines that `linesOfCatalog` would give for an equal catalog. */
export async function linesOfServer(session: Session): Promise<string[]> {
  const lines: string[] = [];
  for (const query of queries(session.major)) for (const row of await session.run(query)) lines.push(String(row.line));
  return lines.sort();
}
