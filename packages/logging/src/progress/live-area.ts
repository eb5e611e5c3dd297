import { isOpen, type LineStream } from '../logger/line-stream.js';
import type { Drawing } from './drawing.js';
import { interceptWrites } from './intercept-writes.js';

/** The last lines of a terminal, drawn again and again, with everything else that is printed above them. */
export interface LiveArea {
  draw(text: string): void;
  /** Takes the lines away and leaves the streams alone. It may be drawn again. */
  close(): void;
}

/**
 * @param stream where it is drawn
 * @param neighbours streams that print to the same terminal
 */
export function createLiveArea(
  { createLogUpdate }: Pick<Drawing, 'createLogUpdate'>,
  stream: LineStream,
  neighbours: readonly LineStream[],
): LiveArea {
  // The cursor stays: to hide it would ask for handlers of signals and of the process's end to bring it back.
  const update = createLogUpdate(stream as NodeJS.WriteStream, { showCursor: true });
  let restore: (() => void) | undefined;
  let isDrawing = false;
  let isShown = false;
  /** Whether the last text of somebody else has not ended its line yet. */
  let isLineOpen = false;

  const drawn = (action: () => void): void => {
    isDrawing = true;
    try {
      action();
    } finally {
      isDrawing = false;
    }
  };
  const clear = (): void => {
    if (isShown && isOpen(stream)) drawn(() => update.clear());
    isShown = false;
  };
  const makeRoom = (chunk: unknown): void => {
    if (isDrawing) return;
    clear();
    isLineOpen = !endsLine(chunk, isLineOpen);
  };

  return {
    draw(text) {
      restore ??= interceptAll([stream, ...neighbours], makeRoom);
      if (isLineOpen || !isOpen(stream)) return;
      isShown = true;
      drawn(() => update(text));
    },
    close() {
      clear();
      restore?.();
      restore = undefined;
      isLineOpen = false;
    },
  };
}

function interceptAll(streams: readonly LineStream[], before: (chunk: unknown) => void): () => void {
  const ends = streams.map((stream) => interceptWrites(stream, before));
  return () => ends.forEach((end) => end());
}

function endsLine(chunk: unknown, wasOpen: boolean): boolean {
  if (typeof chunk === 'string') return chunk === '' ? !wasOpen : chunk.endsWith('\n');
  return chunk instanceof Uint8Array && chunk.at(-1) === 0x0a;
}
