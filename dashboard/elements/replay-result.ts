import { html, type TemplateResult } from 'lit';
import type { Cell } from '../../bench/control/metrics.ts';
import { inPercent, ourPolicy, replayInShort, replayInWords, wordsOfPolicy } from '../model/contenders.ts';
import { type Figure, fileNameOf } from '../plots/figure.ts';
import { metAgainstCostPlot } from '../plots/met-against-cost.ts';
import type { Replayed } from '../replay/replay.ts';

/** The answer of a replay: a sentence, a table and a plot. */
export function replayResult(replayed: Replayed): TemplateResult {
  const { name, cells, sentence } = replayed;
  return html`<section class="replayed" aria-live="polite">
    <h3>What each policy would have done with ${name}</h3>
    <p class="small">${replayInShort(replayed)}</p>
    <p class="sentence">${replayInWords(replayed)}</p>
    <p>${sentence}</p>
    <div class="figures"><pacer-plot .figure=${figureOf(replayed)}></pacer-plot></div>
    <div class="wide" tabindex="0" role="region" aria-label="Table: what each policy would have done"><table>
      <thead><tr><th scope="col">Policy</th><th scope="col">Deadlines met</th><th scope="col">Cost</th>
        <th scope="col">Late by</th><th scope="col">Resizes</th><th scope="col">False “cannot be met”</th></tr></thead>
      <tbody>${cells.map(row)}</tbody>
    </table></div>
    <p class="small">Cost: core-seconds over those of a policy that knows every duration beforehand. Late by: of the late jobs, the
      mean, as a share of the time to the deadline.</p>
  </section>`;
}

function row({
  policy,
  met,
  metError,
  cost,
  costError,
  lateness,
  resizes,
  falselyFlagged,
}: Cell): TemplateResult {
  return html`<tr class=${policy === ourPolicy ? 'ours' : ''}>
    <th scope="row">${policy}<span class="small">${wordsOfPolicy(policy)}</span></th>
    <td>${inPercent(met)} <span class="small">± ${(100 * metError).toFixed(1)}</span></td>
    <td>${cost.toFixed(3)} <span class="small">± ${costError.toFixed(3)}</span></td>
    <td>${lateness === null ? '–' : inPercent(lateness)}</td>
    <td>${resizes.toFixed(1)}</td>
    <td>${inPercent(falselyFlagged)}</td>
  </tr>`;
}

function figureOf(replayed: Replayed): Figure {
  const { name, cells } = replayed;
  return {
    file: `${fileNameOf(name.replace(/\.csv$/i, ''))}-replay`,
    title: 'Deadlines met against cost',
    axes: 'per cent of the deadlines met over cost; best: top left; dashed: cost of knowing every duration',
    words: replayInWords(replayed),
    draw: ({ width, height }) => metAgainstCostPlot(cells, { width, height: height + 80 }),
    table: () => ({
      columns: [
        'policy',
        'met',
        'met error',
        'cost',
        'cost error',
        'lateness',
        'resizes',
        'false flags',
        'trials',
      ],
      rows: cells.map((cell) => [
        cell.policy,
        cell.met,
        cell.metError,
        cell.cost,
        cell.costError,
        cell.lateness ?? '',
        cell.resizes,
        cell.falselyFlagged,
        cell.trials,
      ]),
    }),
    isTime: false,
  };
}
