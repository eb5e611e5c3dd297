// `.submit` gives a future at once: the ten chains run side by side, and each load waits for its own transform only.
import { Flow, Task, tasks } from 'millrace';

export class SubmitEtl {
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
    const { extract, transform, load } = tasks(this);
    for (const x of await extract()) {
      const doubled = transform.submit(x);
      load.submit(doubled);
    }
  }
}

if (process.argv[1] === import.meta.filename) await new SubmitEtl().etl();
