/** A map whose functions are ranked by what they cost. */
import { loadPeer, type PeerName } from '../peers/peer.js';
import { profileAllocation, profileCpu, type Cost } from '../harness/profiler.js';

export interface ProfileRequest {
  readonly peer: PeerName;
  readonly n: number;
  readonly concurrency: number;
  readonly repeat: number;
}

export interface MapProfile {
  readonly cpu: readonly Cost[];
  readonly allocation: readonly Cost[];
}

export async function measure({ peer, n, concurrency, repeat }: ProfileRequest): Promise<MapProfile> {
  const { mapAll } = await loadPeer(peer);
  const numbers = Array.from({ length: n }, (_, i) => i);
  const run = async () => {
    for (let i = 0; i < repeat; i++) await mapAll(numbers, concurrency);
  };
  await run(); // What is profiled is compiled code.
  return { cpu: await profileCpu(run), allocation: await profileAllocation(run) };
}
