/** Fills a Chronos 3 with idle jobs of somebody else; resolves when so many are listed. */
export function otherJobs(chronos: { url: string; user: string; password: string }) {
  const authorization = `Basic ${Buffer.from(`${chronos.user}:${chronos.password}`).toString('base64')}`;
  const call = (method: string, path: string, body?: object) =>
    fetch(`${chronos.url}/v1/scheduler${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const listed = async () =>
    ((await (await call('GET', '/jobs/summary')).json()) as { jobs: [] }).jobs.length;
  const schedule = 'R/2099-01-01T00:00:00Z/PT24H';
  let made = 0;
  return async (count: number): Promise<void> => {
    const before = await listed();
    const added = count - made;
    for (; made < count; made++) {
      const name = `somebody-elses-job-${made}`;
      const answer = await call('POST', '/iso8601', { name, command: 'true', schedule, retries: 0 });
      if (answer.status !== 204) throw new Error(`Chronos did not take ${name}: ${answer.status}.`);
    }
    for (const until = Date.now() + 30_000; (await listed()) < before + added; ) {
      if (Date.now() > until) throw new Error(`Chronos does not show ${count} jobs.`);
    }
  };
}
