import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chronosStub,
  done,
  json,
  notFound,
  noVertex,
  type StubAnswer,
  script,
  shownJob,
  silent,
  spec,
} from '../../../test/rigs/chronos-stub.ts';

const there = json(shownJob());
const other = json([shownJob({ name: 'other' })]);
const words = (text: string): StubAnswer => ({ status: 400, type: 'application/json', body: text });
const unknownTo2 = words(`requirement failed: Job '${spec.name}' not found`);
const noVertexIn2 = words(`no such vertex in graph: ${spec.name}`);
const zombie =
  'Chronos still holds the job linpack, but can neither run nor delete it, which happens when a DELETE coincides with the end or the launch of a run. Restart Chronos; then linpack is an ordinary job, so delete it there.';

interface Case {
  it: string;
  gets: StubAnswer[];
  deletes: StubAnswer[];
  /** null: the job counts as gone. */
  fails?: { name: string; message?: string; status?: number };
}

const cases3: Case[] = [
  { it: 'a job that is there is deleted', gets: [there], deletes: [done] },
  { it: 'a job that somebody else deleted is gone', gets: [there, notFound], deletes: [notFound] },
  { it: 'two DELETEs at once are no zombie', gets: [there, notFound], deletes: [noVertex] },
  {
    it: 'two DELETEs at once are no zombie while the other one is under way',
    gets: [there, there, notFound],
    deletes: [noVertex, notFound],
  },
  {
    it: 'a job in no graph that is still given by its name is a zombie',
    gets: [there],
    deletes: [noVertex],
    fails: { name: 'ZombieJobError', message: zombie },
  },
  {
    it: 'so it is behind a follower, which loses the words',
    gets: [there],
    deletes: [silent(400)],
    fails: { name: 'ZombieJobError', message: zombie },
  },
  {
    it: 'a leader that knew no job for a moment is asked to delete it again',
    gets: [there],
    deletes: [notFound, done],
  },
  {
    it: 'any other answer is trouble',
    gets: [there],
    deletes: [silent(500)],
    fails: { name: 'UpstreamError', status: 500 },
  },
];

for (const { it, gets, deletes, fails } of cases3) {
  test(`3.0.2: ${it}`, async (t) => {
    const answers = { 'GET /job/': gets, 'GET /jobs/search?limit=1': other, 'GET /jobs/search': json([]) };
    const { framework, calls } = await chronosStub(t, '3.0.2', script({ ...answers, DELETE: deletes }));
    if (fails) await assert.rejects(framework.remove(spec), fails);
    else await framework.remove(spec);
    assert.equal(
      calls.filter((call) => call.startsWith('DELETE')).length,
      fails?.status ? 1 : deletes.length + (fails ? 1 : 0),
    );
  });
}

const listed = json([shownJob()]);
const cases2: Case[] = [
  { it: 'a job that somebody else deleted is gone', gets: [listed, json([])], deletes: [unknownTo2] },
  { it: 'two DELETEs at once are no zombie', gets: [listed, json([])], deletes: [noVertexIn2, unknownTo2] },
  {
    it: 'a zombie is in no list, and only the words of its DELETE tell',
    gets: [listed, json([])],
    deletes: [noVertexIn2],
    fails: { name: 'ZombieJobError', message: zombie },
  },
  { it: 'without words it counts as gone', gets: [listed, json([])], deletes: [silent(400)] },
];

for (const { it, gets, deletes, fails } of cases2) {
  test(`2.5.1: ${it}`, async (t) => {
    const answers = { 'GET /jobs/search?limit=1': other, 'GET /jobs/search': gets, DELETE: deletes };
    const { framework } = await chronosStub(t, '2.5.1', script(answers));
    if (fails) await assert.rejects(framework.remove(spec), fails);
    else await framework.remove(spec);
  });
}
