import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workedExample } from '../../../test/rigs/plan.ts';
import type { Plan } from '../law.ts';
import { sentenceOf, type Told } from './sentence.ts';

const plan: Plan = { ...workedExample, deadlineAt: 1_000_000, iterationDurationSeconds: 60 };

const told: Told = {
  code: 'on-plan',
  plan,
  situation: { now: 500_000, completed: 10, cpus: 1.5, runAgeSeconds: null, newlyCompleted: 1 },
  cpus: 1,
  planned: 1,
  probing: false,
  before: { finishAt: 1_000_000, onTime: 0.5 },
  after: { finishAt: 1_000_000, onTime: 0.5 },
  raisesLater: false,
  helps: true,
  isSaturated: false,
  isRetry: false,
  isMeasured: true,
};

test('where other cpus end the job at the same time, that time is told once', () => {
  for (const code of ['under-performing', 'over-performing', 'cheaper'] as const) {
    const sentence = sentenceOf({ ...told, code });
    assert.equal(sentence.match(/on the deadline/g)?.length, 1, sentence);
    assert.match(sentence, /, and 1 cpu will do\.$/);
  }
});

test('an iteration that is an experiment is told as one, whatever the outlook', () => {
  for (const code of ['exploring', 'at-risk', 'cannot-be-met'] as const) {
    const sentence = sentenceOf({ ...told, code, probing: true, cpus: 0.5 });
    assert.match(sentence, /one iteration with 0\.5 cpus will show/);
    assert.doesNotMatch(sentence, /no other cpus improve that/);
  }
});
