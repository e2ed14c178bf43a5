/** The CPU that this process spends on something, in milliseconds: unlike the time by the clock, others do not lengthen it. */
export function cpuMillisecondsOf(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
