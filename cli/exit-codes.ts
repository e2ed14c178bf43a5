/** What the exit code of `pacer` says; docs/cli.md has the same table. */
export const exitCodes = {
  done: 0,
  /** `watch`, and `launch` and `relaunch` with `--watch` or `--wait`: the job was late, failed or was cancelled. `launch --dry-run`: it would probably be late. */
  notOnTime: 1,
  /** The command line, a file that it names, or the AWS set-up is invalid. `pacer` found that, or the API answered 400 or 413. */
  usage: 2,
  /** The API or AWS refused. */
  refused: 3,
  /** No answer, or one that tells of a fault there: the same command may work later. */
  notAnswered: 4,
  /** A fault of this program. */
  fault: 70,
} as const;
