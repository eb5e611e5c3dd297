import type { LineStream } from '../logger/line-stream.js';
import { loadDrawing, type Drawing } from './drawing.js';
import { createLiveArea, type LiveArea } from './live-area.js';
import { mapProgress, type MapProgress } from './map-progress.js';
import type { ProgressDisplay } from './progress-display.js';
import { progressLine } from './progress-line.js';
import { summaryTable } from './summary-table.js';
import type { FlowTally } from './tallies.js';

const DRAW_EVERY_MILLISECONDS = 100;
/** A map that ends sooner is over before anybody could read its line. */
const LONG_MILLISECONDS = 500;

/** Live lines on a terminal while maps are long, and a table at the end of a flow that had one. */
export function createLiveDisplay(
  stream: LineStream & { readonly columns?: number },
  neighbours: readonly LineStream[],
  now: () => number,
): ProgressDisplay {
  const drawn = new WeakSet<FlowTally>();
  let drawing: Drawing | undefined;
  let area: LiveArea | undefined;

  const load = (): void => {
    void loadDrawing().then((loaded) => {
      drawing = loaded;
      area = createLiveArea(loaded, stream, neighbours);
    });
  };

  return {
    period: DRAW_EVERY_MILLISECONDS,
    show(active) {
      const lines: MapProgress[] = [];
      for (const tally of active) {
        const long = mapsOf(tally, now()).filter(({ elapsed }) => elapsed >= LONG_MILLISECONDS);
        if (long.length > 0 && area !== undefined) drawn.add(tally);
        lines.push(...long);
      }
      if (lines.length === 0) return;
      if (area === undefined) return load();
      const nameWidth = Math.max(...lines.map(({ task }) => task.length));
      area.draw(lines.map((line) => progressLine(line, nameWidth, stream.columns ?? 80)).join('\n'));
    },
    finish(tally) {
      if (drawing === undefined || !drawn.has(tally)) return;
      area?.close();
      stream.write(`${summaryTable(tally, drawing)}\n`);
    },
    rest() {
      area?.close();
    },
  };
}

function mapsOf({ tasks }: FlowTally, now: number): MapProgress[] {
  return [...tasks.values()].flatMap((task) => mapProgress(task, now) ?? []);
}
