/** Which functions took the time, and which asked for the memory, while something ran. */
import { findSourceMap } from 'node:module';
import { Session, type HeapProfiler, type Profiler } from 'node:inspector/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Cost {
  /** Function and place, as the source has them where the build has left a source map. */
  readonly where: string;
  /** Milliseconds or MiB, of the function itself without what it called. */
  readonly self: number;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

function placeOf({ functionName, url, lineNumber, columnNumber }: CallFrame): string {
  const name = functionName || '(anonymous)';
  if (url === '' || url.startsWith('node:')) return url === '' ? name : `${name}  ${url}`;
  const file = url.startsWith('file:') ? fileURLToPath(url) : url;
  const entry = findSourceMap(file)?.findEntry(lineNumber, columnNumber);
  if (entry === undefined || !('originalSource' in entry)) return `${name}  ${relative(ROOT, file)}:${lineNumber + 1}`;
  const source = entry.originalSource.startsWith('file:') ? fileURLToPath(entry.originalSource) : entry.originalSource;
  return `${name}  ${relative(ROOT, source)}:${entry.originalLine + 1}`;
}

/** Largest first. */
function ranked(costs: ReadonlyMap<string, number>): Cost[] {
  return [...costs].map(([where, self]) => ({ where, self })).sort((a, b) => b.self - a.self);
}

function addTo(costs: Map<string, number>, where: string, self: number): void {
  costs.set(where, (costs.get(where) ?? 0) + self);
}

function costsOfCpu({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Cost[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const costs = new Map<string, number>();
  samples.forEach((id, i) => addTo(costs, frames.get(id) ?? '(unknown)', (timeDeltas[i] ?? 0) / 1_000));
  return ranked(costs);
}

function costsOfHeap(head: HeapProfiler.SamplingHeapProfileNode): Cost[] {
  const costs = new Map<string, number>();
  const visit = ({ callFrame, selfSize, children }: HeapProfiler.SamplingHeapProfileNode) => {
    if (selfSize > 0) addTo(costs, placeOf(callFrame), selfSize / 2 ** 20);
    children.forEach(visit);
  };
  visit(head);
  return ranked(costs);
}

export async function profileCpu(run: () => Promise<unknown>): Promise<Cost[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await run();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return costsOfCpu(profile);
}

/** All that was allocated, also what a collection has taken back since. */
export async function profileAllocation(run: () => Promise<unknown>): Promise<Cost[]> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 64 * 1024,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as HeapProfiler.StartSamplingParameterType);
  await run();
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return costsOfHeap(profile.head);
}
