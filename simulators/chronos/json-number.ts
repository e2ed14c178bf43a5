/** A number of a JSON text as it is written there: the server tells 1 from 1.0, and wraps what is too large. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  get isInteger(): boolean {
    return !/[.eE]/.test(this.source);
  }
}
