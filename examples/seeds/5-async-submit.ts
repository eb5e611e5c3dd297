// A direct call is awaited; what is submitted runs on, and the flow waits for it before it ends.
import { setTimeout } from 'node:timers/promises';
import { Flow, Task, tasks } from 'millrace';

export class AsyncSubmit {
  constructor(private readonly sleep: (ms: number) => Promise<unknown> = setTimeout) {}

  @Task()
  async printValues(values: Iterable<string | number>): Promise<void> {
    for (const value of values) {
      await this.sleep(1000);
      console.log(value);
    }
  }

  @Flow()
  async gather(): Promise<void> {
    const { printValues } = tasks(this);
    await printValues([1, 2]);
    printValues.submit('abcd');
    printValues.submit('6789');
  }
}

if (process.argv[1] === import.meta.filename) await new AsyncSubmit().gather();
