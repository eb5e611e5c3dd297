import { configure, Flow, getRunLogger, Task, tasks } from '@millrace/core';
import { createConsoleCapture, createLogger, createRunLogObserver } from '../../src/index.js';
import { inlineRunner } from '../support/inline-runner.js';
import { LineSink } from '../support/line-sink.js';

class Etl {
  attempts = 0;

  @Task()
  async extract(): Promise<number[]> {
    getRunLogger().info('found', { files: 3 });
    return [1, 2, 3];
  }

  @Task({ retries: 1 })
  async transform(x: number): Promise<number> {
    if (this.attempts++ === 0) throw new RangeError('not yet');
    return x * 2;
  }

  @Task({ logPrints: true })
  async load(x: number): Promise<void> {
    console.log(`final result ${x}`);
  }

  @Flow({ runName: 'mauve-otter', runner: inlineRunner })
  async etl(): Promise<void> {
    const { transform, load } = tasks(this);
    const numbers = await this.extract();
    const first = await transform.submit(numbers[0]!);
    await load.map([first, 4]);
  }
}

it('a flow’s log reads as Prefect’s', async () => {
  const stream = new LineSink();
  const logger = createLogger({ stream, env: {} });
  configure({ logger, observers: [createRunLogObserver(logger), createConsoleCapture(logger)] });
  await new Etl().etl();
  await logger.flush();
  expect(stream.lines.map((line) => line.replace(/^[\d:.]+ \| /, '').replace(/in [\d.]+ s$/, 'in … s'))).toEqual([
    "INFO    | Flow run 'mauve-otter' - Beginning flow run 'mauve-otter' for flow 'etl'",
    "INFO    | Task run 'extract-0' - found { files: 3 }",
    "INFO    | Task run 'extract-0' - Finished in state Completed()",
    "INFO    | Task run 'transform-0' - Task run failed with exception: RangeError: not yet - Retry 1/1 will start immediately",
    "INFO    | Task run 'transform-0' - Finished in state Completed()",
    "INFO    | Task run 'load-0' - final result 2",
    "INFO    | Task run 'load-1' - final result 4",
    "INFO    | Flow run 'mauve-otter' - Mapped 'load': 2 runs, 2 completed, in … s",
    "INFO    | Flow run 'mauve-otter' - Finished in state Completed()",
  ]);
});
