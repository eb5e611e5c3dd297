import { configure, flow, type FlowOptions, type RunObserver, type TaskRunner } from '../../src/index.js';
import { systemClock, type Clock } from '../../src/util/clock.js';
import { InlineTaskRunner } from './inline-task-runner.js';
import { RecordingLogger } from './recording-logger.js';
import { RunRecorder } from './run-recorder.js';

export interface EngineSettings {
  readonly concurrency?: number;
  readonly runner?: TaskRunner;
  readonly observers?: readonly RunObserver[];
  readonly log?: RecordingLogger;
  readonly clock?: Clock;
  readonly logPrints?: boolean;
  readonly gracePeriod?: number;
}

/** The engine as a test needs it: an inline runner, and everything that happens recorded. Replaces what was set before. */
export function setUpEngine({
  concurrency = 100,
  observers = [],
  log = new RecordingLogger(),
  clock = systemClock,
  logPrints = false,
  gracePeriod = 5_000,
  runner,
}: EngineSettings = {}): { runner: InlineTaskRunner; recorder: RunRecorder; log: RecordingLogger } {
  const inline = new InlineTaskRunner(concurrency);
  const recorder = new RunRecorder();
  configure({
    runner: runner ?? inline,
    logger: log,
    observers: [...observers, recorder],
    clock,
    logPrints,
    gracePeriod,
    handleSignals: false,
  });
  return { runner: inline, recorder, log };
}

/** Runs the body as a flow named `flow`. */
export function inFlow<R>(body: () => Promise<R>, options: FlowOptions = {}): Promise<R> {
  return flow({ name: 'flow', ...options }, body)();
}
