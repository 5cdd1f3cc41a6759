/** The server would refuse the statement, or nothing is known of what it names: the catalog stays as it is. */
export class Refused extends Error {
  readonly sqlstate: string;

  constructor(sqlstate: string, message: string) {
    super(message);
    this.sqlstate = sqlstate;
  }
}
