import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from '../local/lambda/bundle.ts';
import { readTemplate } from '../local/template.ts';

/** Of each function's bundle, minified, as `template.yaml` has it built; in KB. */
const budgetsKb: Record<string, number> = {
  IterationFunction: 235,
  JobsFunction: 285,
  LaunchFunction: 535,
  EvaluateFunction: 450,
  SweepFunction: 335,
  TellFunction: 235,
};

const repository = join(import.meta.dirname, '..');
const template = readTemplate(repository, (name) => name);
let tooLarge = false;

console.log('function            KB   budget');
for (const lambda of template.functions) {
  const { id } = lambda;
  const kb = Buffer.byteLength((await bundled(repository, lambda)).code) / 1024;
  const budget = budgetsKb[id] ?? 0;
  tooLarge ||= kb > budget;
  console.log(
    `${id.padEnd(18)} ${kb.toFixed(0).padStart(4)} ${String(budget).padStart(8)}${kb > budget ? '  TOO LARGE' : ''}`,
  );
}
const { version } = JSON.parse(readFileSync(join(repository, 'node_modules/esbuild/package.json'), 'utf8'));
console.log(`esbuild ${version}, the options of template.yaml; sizes are the same on every machine`);
process.exitCode = tooLarge ? 1 : 0;
