import { html, nothing, type TemplateResult } from 'lit';
import { cpusText, howMany } from '../../lib/control/wording.ts';
import { type Cost, costOf } from '../model/cost.ts';
import { eventsOf } from '../model/decisions.ts';
import { at, type DetailedJob } from '../model/shown.ts';
import { clockText } from '../model/time-text.ts';

/** What it held, against the most cpus all the time and against the cheapest that would have done. */
export function costSection(job: DetailedJob): TemplateResult {
  const cost = costOf(job);
  const { held, cheapest } = cost;
  return html`<section>
    <h3>Cost</h3>
    <p><b>${held.toFixed(1)} core-seconds</b> held by all its runs.</p>
    ${comparison(job, cost)}
    ${
      cheapest
        ? html`<p>The cheapest constant allocation that would have met the deadline, by what is known now: ${cpusText(cheapest.cpus)}, about ${cheapest.coreSeconds.toFixed(1)} core-seconds.</p>`
        : nothing
    }
  </section>`;
}

/** Only iterations are compared: a run that goes on is in neither number. */
function comparison(job: DetailedJob, { compared, atMost }: Cost): TemplateResult | typeof nothing {
  if (!atMost) return nothing;
  const percent = Math.round((1 - compared / atMost.coreSeconds) * 100);
  const less = percent >= 0 ? `${percent} % less` : `${-percent} % more`;
  const basis = atMost.isBelieved ? 'what the law believes' : 'measured iterations';
  const what = job.finishedAt ? 'The job' : howMany(job.completed, 'completed iteration');
  return html`<p>${what} held ${compared.toFixed(1)}, compared with about ${atMost.coreSeconds.toFixed(1)} with ${cpusText(atMost.cpus)} all the time: ${less} (by ${basis}).</p>`;
}

/** What became of the job, as events told it. */
export function eventSection(job: DetailedJob, now: number): TemplateResult {
  const events = eventsOf(job);
  return html`<section><h3>Events</h3>
    ${events.length === 0 ? html`<p>None in what is shown.</p>` : nothing}
    <ul class="events">${events.toReversed().map(({ at, name }) => html`<li><time>${clockText(at, now)}</time> ${name}</li>`)}</ul>
  </section>`;
}

/** The run that failed last, with the end of its output. */
export function failureSection(job: DetailedJob, now: number): TemplateResult | typeof nothing {
  const { lastFailure } = job;
  if (!lastFailure) return nothing;
  const { exitCode, endedAt, hostname, container, sandbox, lastLines } = lastFailure;
  const where = [
    hostname && `host ${hostname}`,
    container && `container ${container}`,
    sandbox && `sandbox ${sandbox}`,
  ];
  return html`<section><h3>The run that failed last</h3>
    <p>Exit code ${exitCode} at ${clockText(at(endedAt), now)}. ${where.filter(Boolean).join(', ')}</p>
    ${lastLines && lastLines.length > 0 ? html`<pre tabindex="0">${lastLines.join('\n')}</pre>` : nothing}
  </section>`;
}
