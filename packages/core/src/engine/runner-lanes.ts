import { InvalidOptionError } from '../errors/definition-errors.js';
import type { TaskRunner } from '../ports/task-runner.js';
import type { FlowRun } from '../run/flow-run.js';
import type { Brake } from '../scheduler/brake.js';
import type { Lane } from '../scheduler/lane.js';
import { Scheduler } from '../scheduler/scheduler.js';
import { RunnerStarter } from './runner-starter.js';
import type { ScheduledExecution } from './scheduled-execution.js';
import type { CurrentSettings } from './settings.js';

/** Which runner a flow's tasks go to, and through which queue: one scheduler for each runner, one lane for each flow. */
export class RunnerLanes {
  readonly #schedulers = new WeakMap<TaskRunner, Scheduler<ScheduledExecution>>();
  readonly #lanes = new WeakMap<FlowRun | Scheduler<ScheduledExecution>, Lane<ScheduledExecution>>();

  constructor(
    private readonly settings: CurrentSettings,
    private readonly brake: Brake,
  ) {}

  runnerOf(flow: FlowRun | undefined): TaskRunner {
    return flow?.runner ?? this.settings.runner;
  }

  /**
   * The lane of a flow run; everything outside of flows shares one.
   *
   * @throws InvalidOptionError if the runner has no slot
   */
  laneOf(flow: FlowRun | undefined): Lane<ScheduledExecution> {
    const scheduler = this.#schedulerOf(this.runnerOf(flow));
    const owner = flow ?? scheduler;
    let lane = this.#lanes.get(owner);
    if (lane === undefined) this.#lanes.set(owner, (lane = scheduler.createLane()));
    return lane;
  }

  #schedulerOf(runner: TaskRunner): Scheduler<ScheduledExecution> {
    let scheduler = this.#schedulers.get(runner);
    if (scheduler === undefined) {
      // Without a slot nothing would ever run, and nobody would be told.
      if (!(runner.concurrency >= 1)) {
        throw new InvalidOptionError('concurrency', 'a number from 1 up', runner.concurrency, `runner ${runner.name}`);
      }
      const starter = new RunnerStarter(runner);
      scheduler = new Scheduler<ScheduledExecution>(
        runner,
        {
          execute: (execution, flight) => starter.execute(() => execution.begin(runner, flight)),
          settle: (execution, outcome) => execution.settle(outcome),
          isStale: (execution) => execution.isOver,
        },
        this.brake,
      );
      this.#schedulers.set(runner, scheduler);
    }
    return scheduler;
  }
}
