import { setTimeout as delay } from 'node:timers/promises';
import { endsWithin } from './time-limit.js';

/** What streams tell about themselves. */
interface StreamState {
  readonly writableLength?: number;
  readonly readableLength?: number;
  readonly destroyed?: boolean;
  readonly _transform?: unknown;
}

const POLL_MILLISECONDS = 5;

/**
 * Whether a winston transport has written everything within the time limit.
 *
 * A transport's own queue says nothing of the streams behind it (`File` hands its lines on and calls them written), and
 * ending it, as winston advises, would be for good. So the streams that it holds are watched as well, and a `flush` of
 * its own, as some transports have, is called.
 *
 * @param limit milliseconds
 * @param isHandedOver whether the transport has been given everything
 */
export async function drainTransport(
  transport: object,
  limit: number,
  isHandedOver: () => boolean = () => true,
): Promise<boolean> {
  const deadline = performance.now() + limit;
  while (!isHandedOver() || !isIdle(transport) || !heldStreams(transport).every(isIdle)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MILLISECONDS);
  }
  const { flush } = transport as { readonly flush?: unknown };
  if (typeof flush !== 'function') return true;
  return endsWithin(deadline - performance.now(), (async () => (flush as () => unknown).call(transport))());
}

function isIdle(value: object): boolean {
  const stream = value as StreamState;
  if (stream.destroyed === true) return true;
  // Only a transform's readable side is on the way out; what a socket has received is somebody else's.
  const passing = typeof stream._transform === 'function' ? (stream.readableLength ?? 0) : 0;
  return (stream.writableLength ?? 0) + passing === 0;
}

function heldStreams(transport: object): object[] {
  return Object.values(transport).filter(
    (value): value is object =>
      typeof value === 'object' && value !== null && typeof (value as StreamState).writableLength === 'number',
  );
}
