const WIDTH = 40;

/** A bar on the standard error of a terminal; silent where that is no terminal. */
export function progressBar(title: string): (share: number) => void {
  const { stderr } = process;
  if (!stderr.isTTY) return () => {};
  return (share) => {
    const full = Math.round(WIDTH * share);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    stderr.write(`\r${title} ${bar} ${Math.round(100 * share)} %${share >= 1 ? '\n' : ''}`);
  };
}
