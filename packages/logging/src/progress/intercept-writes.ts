import type { LineStream } from '../logger/line-stream.js';

/**
 * Calls `before` with everything that is about to be written to a stream, by whomever.
 *
 * @returns a function that ends it
 */
export function interceptWrites(stream: LineStream, before: (chunk: unknown) => void): () => void {
  const isOwn = Object.hasOwn(stream, 'write');
  const original = stream.write;
  const intercepting = function (this: unknown, ...parameters: Parameters<typeof original>): boolean {
    before(parameters[0]);
    return original.apply(stream, parameters);
  } as typeof original;
  stream.write = intercepting;
  return () => {
    // Somebody has replaced it since: theirs goes on to call ours, which only passes on.
    before = () => {};
    if (stream.write !== intercepting) return;
    if (isOwn) stream.write = original;
    else delete (stream as Partial<LineStream>).write;
  };
}
