interface Command<Options> {
  /** Throws an error that says what it does not understand. */
  readOptions: (args: string[]) => Options;
  usage: string;
  /** Returns the exit code. */
  main: (options: Options) => number;
}

/** Runs a benchmark with the options of its command line; exit code 2 where these, or what they name, cannot be read. */
export function runCommand<Options extends { help: boolean }>(command: Command<Options>): void {
  try {
    const options = command.readOptions(process.argv.slice(2));
    if (options.help) console.log(command.usage);
    else process.exitCode = command.main(options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
