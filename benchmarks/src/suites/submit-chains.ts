import type { ChainRequest } from '../cases/submit-chains.js';
import { Children } from '../harness/child.js';
import { formatCount, formatSummary } from '../harness/format.js';
import { interleave } from '../harness/interleave.js';
import { summarize, summarizeRatio } from '../harness/statistics.js';
import type { Suite, Table } from '../harness/suite.js';

const KINDS: readonly ChainRequest['kind'][] = ['promises', 'p-queue', 'millrace'];
const SHAPES = [
  { chains: 1, depth: 1_000 },
  { chains: 1_000, depth: 10 },
];

/** A submit logs its end at INFO as every single run does; that line costs more than the run, so it is left out here. */
const ENV = { MILLRACE_LOG_LEVEL: 'warn' };

type Kind = ChainRequest['kind'];

async function measureShape(shape: Omit<ChainRequest, 'kind'>, rounds: number): Promise<Map<Kind, number[]>> {
  await using children = await Children.start<Kind, ChainRequest, number>(KINDS, 'submit-chains', () => ({ env: ENV }));
  const measureKind = (kind: Kind) => children.ask(kind, { kind, ...shape });
  for (let i = 0; i < 3; i++) for (const kind of KINDS) await measureKind(kind);
  return await interleave(KINDS, rounds, measureKind);
}

export const submitChains: Suite = {
  name: 'submit-chains',
  about: 'a.submit(), b.submit(a), … against promise chains and p-queue',
  async run({ short, progress }) {
    const tables: Table[] = [];
    const data: Record<string, unknown> = {};
    for (const shape of SHAPES) {
      const chains = shape.chains === 1 ? 'one chain' : `${formatCount(shape.chains)} chains`;
      const title = `${chains} of ${formatCount(shape.depth)} submits`;
      progress(`submit-chains: ${title}`);
      const measured = await measureShape(shape, short ? 3 : 11);
      const ours = measured.get('millrace') ?? [];
      tables.push({
        title,
        columns: ['', 'µs a link (middle half)', 'peer ÷ millrace'],
        rows: [...measured].map(([kind, values]) => [
          kind,
          formatSummary(summarize(values)),
          kind === 'millrace' ? '' : formatSummary(summarizeRatio(values, ours)),
        ]),
        notes: ['Log level WARNING. `promises` is `p.then(f)`: no concurrency limit, no record, nothing but the call.'],
      });
      data[title] = Object.fromEntries(measured);
    }
    return { tables, measured: {}, data };
  },
};
