/** Where lines are written: `process.stderr`, or another stream in its place. */
export type LineStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly destroyed?: boolean;
  readonly writableLength?: number;
  readonly errored?: Error | null;
};

const watched = new WeakSet<object>();

/** Lets a stream break without ending the process: the reader of a pipe may go away at any time. */
export function surviveErrors(stream: NodeJS.EventEmitter): void {
  if (watched.has(stream)) return;
  watched.add(stream);
  stream.on('error', () => {});
}

/** Whether writing still makes sense. */
export function isOpen(stream: LineStream): boolean {
  return stream.writable && stream.destroyed !== true && (stream.errored ?? null) === null;
}

/** Resolves when everything written before has left the process, also when it can no longer do so. */
export function flushStream(stream: LineStream): Promise<void> {
  // Nothing is waiting to be written, which is the rule: pipes and files of a process are written synchronously.
  if (!isOpen(stream) || stream.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    // Streams call back in order: when the empty write is done, so are the lines before it.
    stream.write('', () => resolve());
  });
}
