// `.map` runs a task once for every item; futures go from stage to stage, so nothing is awaited in the flow.
import { Flow, Task, tasks } from 'millrace';

export class MapEtl {
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
    const doubled = transform.map(extract.submit());
    load.map(doubled);
  }
}

if (process.argv[1] === import.meta.filename) await new MapEtl().etl();
