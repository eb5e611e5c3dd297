// Direct calls: each task runs in place, and the code reads as if there were no tasks at all.
import { Flow, Task } from 'millrace';

export class AsyncEtl {
  @Task()
  async extract(): Promise<number[]> {
    return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  }

  @Task()
  async transform(x: number): Promise<number> {
    return x * 2;
  }

  @Task()
  async load(x: number): Promise<void> {
    console.log(`final result ${x}`);
  }

  @Flow()
  async etl(): Promise<void> {
    for (const x of await this.extract()) {
      const doubled = await this.transform(x);
      await this.load(doubled);
    }
  }
}

if (process.argv[1] === import.meta.filename) await new AsyncEtl().etl();
