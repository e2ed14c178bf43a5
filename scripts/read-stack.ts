import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bundled } from '../local/lambda/bundle.ts';
import { sourceStack } from '../local/lambda/source-stack.ts';
import { readTemplate } from '../local/template.ts';

const usage = `Reads a stack that a function logged and shows it with the positions of the sources. Check out what was deployed first.
  npm run --silent read-stack -- evaluate < stack.txt`;

const repository = join(import.meta.dirname, '..');
const { functions } = readTemplate(repository, (name) => name);
const name = process.argv[2];
const lambda = functions.find(({ entryPoint }) => entryPoint === `functions/${name}/handler.ts`);
if (lambda) {
  const { map } = await bundled(repository, lambda);
  // As it stands in a line of the log, or as it was printed.
  console.log(sourceStack((await text(process.stdin)).replaceAll('\\n', '\n'), map).trimEnd());
} else {
  console.error(usage);
  process.exitCode = 2;
}
