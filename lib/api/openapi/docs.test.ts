import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { frameworkNames, frameworkTraits } from '../../job/frameworks.ts';
import { lawNames } from '../../job/job.ts';
import type { FieldNotes } from '../../request/field-notes.ts';
import { launchFields } from '../../request/launch-fields.ts';
import { routeByKey } from '../routes.ts';

const pages = ['launch', 'cli', 'api', 'control-law'] as const;
const [launch, cli, api, controlLaw] = pages.map((page) =>
  readFileSync(join(import.meta.dirname, `../../../docs/${page}.md`), 'utf8'),
) as [string, string, string, string];

/** The line of a table that begins with a word in code; fails where the page has none. */
function row(page: string, word: string): string {
  const line = page.split('\n').find((each) => each.startsWith(`| \`${word}`));
  assert.ok(line, `the page has no row for ${word}`);
  return line;
}

for (const [field, { option, partOptions = {} }] of Object.entries<FieldNotes>(launchFields)) {
  test(`docs/launch.md says what ${field} means`, () => void row(launch, `${field}\``));

  for (const [part, { name }] of Object.entries(partOptions)) {
    test(`docs/cli.md has the option of ${field}.${part}`, () =>
      assert.match(cli, new RegExp(`[\` ]--${name}[\` ]`)));
  }

  if (!option) continue;
  test(`docs/cli.md has the option of ${field}`, () => {
    assert.ok(row(cli, `--${option.name} `).includes(`\`${field}\``));
  });

  for (const choice of option.choices ?? []) {
    test(`${choice} stands with the other choices of ${field} in docs/launch.md and docs/cli.md`, () => {
      assert.ok(row(launch, `${field}\``).includes(`\`${choice}\``), choice);
      assert.match(row(cli, `--${option.name} `), new RegExp(`[ \`]${choice}\``));
    });
  }
}

for (const law of lawNames) {
  test(`docs/control-law.md tells of the law ${law}`, () => assert.ok(controlLaw.includes(`\`${law}\``)));
}

for (const name of frameworkNames) {
  const { title, nameField } = frameworkTraits[name];
  test(`docs/cli.md tells of the credentials of ${title}, and which field of its job --name gives`, () => {
    assert.match(cli, new RegExp(`\`-\\w\` ${title}\\b`));
    assert.ok(row(cli, '--name ').includes(`\`${nameField}\` of a ${title} `));
  });
}

for (const [key] of routeByKey) {
  test(`docs/api.md has ${key}`, () => void row(api, `${key}\``));
}
