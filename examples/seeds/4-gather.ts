// Direct calls are promises: `await` runs them one after the other, `Promise.all` runs them together.
import { setTimeout } from 'node:timers/promises';
import { Flow, Task } from 'millrace';

export class Gather {
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
    await this.printValues([1, 2]);
    await Promise.all([this.printValues('abcd'), this.printValues('6789')]);
  }
}

if (process.argv[1] === import.meta.filename) await new Gather().gather();
