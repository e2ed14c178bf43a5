/** Longer lines of an environment file are refused by Docker, which reads up to 64 KiB. */
const longestLine = 60_000;

/** Variables as `docker run` takes them without showing their values to whoever may list processes. */
export interface DockerEnvironment {
  /** The text of its `--env-file`: a variable a line, and no quoting of any kind. */
  lines: string;
  /** What does not fit on such a line: named by `--env`, with the values in the environment of the `docker` program itself. */
  byName: Record<string, string>;
}

/** Divides variables by what an environment file can hold: no line breaks, no long lines, no names that look like comments. */
export function dockerEnvironment(variables: Readonly<Record<string, string>>): DockerEnvironment {
  const entries = Object.entries(variables);
  const lines = entries.filter(fitsOneLine).map(([name, value]) => `${name}=${value}\n`);
  const rest = entries.filter((entry) => !fitsOneLine(entry));
  return { lines: lines.join(''), byName: Object.fromEntries(rest) };
}

function fitsOneLine([name, value]: [string, string]): boolean {
  return /^[^\s#=][^\s=]*$/.test(name) && !/[\r\n\0]/.test(value) && name.length + value.length < longestLine;
}
