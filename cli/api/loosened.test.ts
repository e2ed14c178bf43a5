import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { replySchemas } from '../../lib/api/route.ts';
import { shownJob } from '../../test/rigs/cli.ts';
import { answerSchema } from './answers.ts';
import { loosened } from './loosened.ts';

const shown = JSON.parse(JSON.stringify(shownJob()));

test('the reply of a newer API is read: fields and words that are not known here are kept', () => {
  const { adjustments, ...job } = shown;
  const newer = {
    ...job,
    law: 'hasty',
    framework: 'nomad',
    status: 'PAUSED',
    colour: 'red',
    decision: { ...job.decision, colour: 'red' },
    points: [{ ...job.points[0], colour: 'red' }],
  };
  assert.deepEqual(answerSchema('GET /jobs/{jobId}').parse(newer), newer);
});

test('a reply without what every job has is none of Pacer', () => {
  const { cpus, ...rest } = shown;
  assert.equal(answerSchema('POST /jobs').safeParse(shown).success, true);
  assert.equal(answerSchema('POST /jobs').safeParse(rest).success, false);
});

test('no text of a reply can steer a terminal, however deep it stands', () => {
  const text = 'red \u001b[31m';
  const given = {
    ...shown,
    name: text,
    law: text,
    adjustments: [text],
    decision: { ...shown.decision, sentence: text },
  };
  const { name, law, adjustments, decision } = answerSchema('POST /jobs').parse(given);
  const tame = 'red  [31m';
  assert.deepEqual([name, law, adjustments, decision?.sentence], [tame, tame, [tame], tame]);
});

test('every reply can be read loosely, and a schema of another kind is told at once', () => {
  for (const schema of Object.values(replySchemas)) loosened(schema);
  assert.throws(() => loosened(z.union([z.string(), z.number()])), /of an unsupported kind: union/);
});
