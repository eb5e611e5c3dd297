import type { BoundName } from '../bounds.js';
import type { MapRequest } from '../cases/map-round.js';
import { Children, startChild } from '../harness/child.js';
import { formatCount, formatNumber, formatSummary } from '../harness/format.js';
import { interleave } from '../harness/interleave.js';
import { summarize, summarizeRatio } from '../harness/statistics.js';
import type { Suite, SuiteOptions, Table } from '../harness/suite.js';
import { PEER_NAMES, type PeerName } from '../peers/peer.js';

/** What is mapped in one go, and how often that is measured. */
const SIZES = [
  { n: 1_000, rounds: 15 },
  { n: 10_000, rounds: 15 },
  { n: 100_000, rounds: 9 },
  { n: 1_000_000, rounds: 3 },
];
const CONCURRENCIES = [10, 100] as const;

/** One measurement maps at least so many items. */
const ITEMS_PER_MEASUREMENT = 20_000;
const WARM_UP_ITEMS = 20_000;

/** A peer whose cost per item grows with n is left out where one round would take longer than this. */
const PATIENCE_MS = 30_000;

type Ask = (request: MapRequest) => Promise<number>;

interface Race {
  readonly n: number;
  readonly concurrency: number;
  readonly rounds: number;
}

async function warmUp(ask: Ask, peer: PeerName, { n, concurrency }: Race): Promise<void> {
  const warmUpSize = Math.min(n, WARM_UP_ITEMS);
  const repeat = Math.ceil(WARM_UP_ITEMS / warmUpSize);
  for (let i = 0; i < 2; i++) await ask({ peer, n: warmUpSize, concurrency, repeat });
  if (n > WARM_UP_ITEMS && n <= 100_000) await ask({ peer, n, concurrency, repeat: 1 });
}

/** Milliseconds a map, for each peer and round. */
async function runRace(peers: readonly PeerName[], race: Race, ask: Ask): Promise<Map<PeerName, number[]>> {
  const { n, concurrency, rounds } = race;
  for (const peer of peers) await warmUp(ask, peer, race);
  const repeat = Math.max(1, ITEMS_PER_MEASUREMENT / n);
  return interleave(peers, rounds, async (peer) => (await ask({ peer, n, concurrency, repeat })) / repeat);
}

/** Each peer in a process of its own; the processes take turns, round by round. */
async function raceApart(peers: readonly PeerName[], race: Race): Promise<Map<PeerName, number[]>> {
  await using children = await Children.start<PeerName, MapRequest, number>(peers, 'map-round');
  return await runRace(peers, race, (request) => children.ask(request.peer, request));
}

async function raceTogether(peers: readonly PeerName[], race: Race): Promise<Map<PeerName, number[]>> {
  await using child = await startChild<MapRequest, number>('map-round');
  return await runRace(peers, race, (request) => child.ask(request));
}

/** A peer whose time grows faster than this power of n keeps its queue in an array that it shifts. */
const LINEAR = 1.2;

/** What the next size will take: in proportion, or, where the last step was steeper, with the square of n. */
function expectedMs(past: readonly { n: number; ms: number }[], n: number): number {
  const [before, last] = past.slice(-2);
  if (before === undefined || last === undefined) return 0;
  const exponent = Math.log(last.ms / before.ms) / Math.log(last.n / before.n);
  return last.ms * (n / last.n) ** (exponent > LINEAR ? 2 : 1);
}

const COLUMNS = ['', 'µs a task (middle half)', 'tasks a second', 'peer ÷ millrace'];

function tableOf(title: string, measured: Map<PeerName, number[]>, skipped: Map<PeerName, number>, n: number): Table {
  const ours = measured.get('millrace') ?? [];
  return {
    title,
    columns: COLUMNS,
    rows: PEER_NAMES.flatMap((peer) => {
      const times = measured.get(peer);
      if (times === undefined) {
        const seconds = skipped.get(peer);
        return seconds === undefined ? [] : [[peer, `about ${formatNumber(seconds)} s a round: left out`, '', '']];
      }
      const perTask = times.map((ms) => (ms * 1_000) / n);
      const ratio = peer === 'millrace' ? '' : formatSummary(summarizeRatio(times, ours));
      return [[peer, formatSummary(summarize(perTask)), formatNumber(1e6 / summarize(perTask).median), ratio]];
    }),
  };
}

async function runFull({ progress }: SuiteOptions) {
  const tables: Table[] = [];
  const data: Record<string, unknown> = {};
  const measured: Partial<Record<BoundName, number>> = {};

  for (const concurrency of CONCURRENCIES) {
    const past = new Map<PeerName, { n: number; ms: number }[]>(PEER_NAMES.map((peer) => [peer, []]));
    for (const { n, rounds } of SIZES) {
      progress(`map-peers: ${formatCount(n)} at concurrency ${concurrency}`);
      const skipped = new Map<PeerName, number>();
      for (const peer of PEER_NAMES) {
        const ms = expectedMs(past.get(peer) ?? [], n);
        if (ms > PATIENCE_MS) skipped.set(peer, ms / 1_000);
      }
      const peers = PEER_NAMES.filter((peer) => !skipped.has(peer));
      const times = await raceApart(peers, { n, concurrency, rounds });
      for (const [peer, values] of times) past.get(peer)?.push({ n, ms: summarize(values).median });
      tables.push(tableOf(`map of ${formatCount(n)} async no-ops, concurrency ${concurrency}`, times, skipped, n));
      data[`n=${n} concurrency=${concurrency}`] = Object.fromEntries(times);
      if (n === 100_000) measured[`map-throughput-${concurrency}`] = throughputRatio(times);
    }
  }

  progress('map-peers: all in one process');
  const together = await raceTogether(PEER_NAMES, { n: 100_000, concurrency: 100, rounds: 7 });
  tables.push({
    ...tableOf('the same, 100 k at concurrency 100, all in one process', together, new Map(), 100_000),
    notes: ['Here the peers pay for the AsyncLocalStorage that Millrace has switched on; above they do not.'],
  });
  data['one process, n=100000 concurrency=100'] = Object.fromEntries(together);
  return { tables, measured, data };
}

const throughputRatio = (times: Map<PeerName, number[]>): number =>
  summarizeRatio(times.get('p-queue') ?? [], times.get('millrace') ?? []).median;

async function runShort({ progress }: SuiteOptions) {
  const tables: Table[] = [];
  const data: Record<string, unknown> = {};
  const measured: Partial<Record<BoundName, number>> = {};
  const n = 100_000;
  for (const concurrency of CONCURRENCIES) {
    progress(`map-peers: ${formatCount(n)} at concurrency ${concurrency}`);
    const times = await raceApart(['millrace', 'p-queue'], { n, concurrency, rounds: 5 });
    tables.push(tableOf(`map of 100 k async no-ops, concurrency ${concurrency}`, times, new Map(), n));
    data[`n=${n} concurrency=${concurrency}`] = Object.fromEntries(times);
    measured[`map-throughput-${concurrency}`] = throughputRatio(times);
  }
  return { tables, measured, data };
}

export const mapPeers: Suite = {
  name: 'map-peers',
  about: 'orchestrated map against p-queue, p-limit, p-map and RxJS mergeMap',
  run: (options) => (options.short ? runShort(options) : runFull(options)),
};
