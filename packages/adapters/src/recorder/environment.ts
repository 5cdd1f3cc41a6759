/** Where a command is to connect to: the recorder. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Words for a database, or for a tool that connects to one. */
const databases =
  "DATABASE|DATASOURCE|POSTGRES(?:QL)?|PG|DB|SQL|MYSQL|MONGO(?:DB)?|REDIS|JDBC|GOOSE|FLYWAY|LIQUIBASE|TYPEORM|KNEX|SEQUELIZE|MIKRO_ORM|ATLAS|PRISMA|SUPABASE|HASURA";
/** Words for where it is and how to get in; what kind of database it is (`DB_CLIENT=pg`) leads nowhere. */
const ways =
  "HOST|HOSTNAME|HOSTADDR|SERVER|ADDR|ADDRESS|PORT|SOCKET|URL|URI|DSN|CONNECTION|CONN|CONNECTION_?STRING|DBSTRING|USER|USERNAME|LOGIN|PASS|PASSWD|PASSWORD|PWD|NAME|DATABASE|DB|SCHEMA|SERVICE|ENDPOINT";
const ofDatabases = new RegExp(
  `^PG[A-Z]+$|(?:^|_)DSN(?:_|$)|(?:^|_)(?:${databases})(?:$|_(?:\\w+_)?(?:${ways})(?:_|$))|(?:^|_)(?:${databases})(?:${ways})$`,
  "i",
);
/** Values that are addresses with a user in them, or of a database. */
const addresses =
  /^(?:jdbc:)?(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|redis|rediss|sqlserver|cockroachdb|amqps?):|^[a-z][a-z0-9+.-]*:\/\/[^/\s@]+@|\b(?:host|hostaddr)=\S+/i;

/**
 * The environment of a command that is recorded: that of this process without what names other databases, and with the recorder's
 * address in the variables that runners read. Gives the names of what was taken out, too; values are never shown.
 */
export function recordedEnvironment(
  from: Readonly<Record<string, string | undefined>>,
  address: Address,
): { readonly variables: Readonly<Record<string, string>>; readonly removed: readonly string[] } {
  const own = addressVariables(address);
  const kept: Record<string, string> = {};
  const removed: string[] = [];
  for (const [name, value] of Object.entries(from)) {
    if (value === undefined) continue;
    // What chooses our own servers is none of the command's.
    if (name.startsWith("RELEASE_GATE_")) continue;
    if (ofDatabases.test(name) || addresses.test(value)) {
      if (!(name in own)) removed.push(name);
    } else kept[name] = value;
  }
  return { variables: { ...kept, ...own }, removed: removed.sort() };
}

/** The recorder's address as runners, drivers and frameworks look for it. */
export function addressVariables({ host, port, user, password, database }: Address): Readonly<Record<string, string>> {
  // TLS is refused by the recorder; some drivers (lib/pq) ask for it unless they are told not to.
  const url = `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}/${encodeURIComponent(database)}?sslmode=disable`;
  const jdbc = `jdbc:postgresql://${host}:${port}/${database}?sslmode=disable`;
  const text = String(port);
  return {
    PGHOST: host,
    PGPORT: text,
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
    PGSSLMODE: "disable",
    DATABASE_URL: url,
    DATABASE_URI: url,
    DB_URL: url,
    DB_DSN: url,
    DSN: url,
    DIRECT_URL: url,
    DIRECT_DATABASE_URL: url,
    POSTGRES_URL: url,
    POSTGRES_URI: url,
    POSTGRES_DSN: url,
    POSTGRESQL_URL: url,
    POSTGRES_PRISMA_URL: url,
    POSTGRES_URL_NON_POOLING: url,
    PG_URL: url,
    PG_CONNECTION_STRING: url,
    SQLALCHEMY_DATABASE_URI: url,
    TYPEORM_URL: url,
    POSTGRES_HOST: host,
    POSTGRES_PORT: text,
    POSTGRES_USER: user,
    POSTGRES_PASSWORD: password,
    POSTGRES_DB: database,
    DB_HOST: host,
    DB_PORT: text,
    DB_USER: user,
    DB_USERNAME: user,
    DB_PASSWORD: password,
    DB_PASS: password,
    DB_NAME: database,
    DB_DATABASE: database,
    DATABASE_HOST: host,
    DATABASE_PORT: text,
    DATABASE_USER: user,
    DATABASE_USERNAME: user,
    DATABASE_PASSWORD: password,
    DATABASE_NAME: database,
    GOOSE_DRIVER: "postgres",
    GOOSE_DBSTRING: url,
    DBMATE_DATABASE_URL: url,
    MIKRO_ORM_CLIENT_URL: url,
    FLYWAY_URL: jdbc,
    FLYWAY_USER: user,
    FLYWAY_PASSWORD: password,
    LIQUIBASE_COMMAND_URL: jdbc,
    LIQUIBASE_COMMAND_USERNAME: user,
    LIQUIBASE_COMMAND_PASSWORD: password,
    JDBC_DATABASE_URL: `${jdbc}&user=${user}&password=${password}`,
    JDBC_URL: jdbc,
    SPRING_DATASOURCE_URL: jdbc,
    SPRING_DATASOURCE_USERNAME: user,
    SPRING_DATASOURCE_PASSWORD: password,
  };
}
