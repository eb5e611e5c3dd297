import { Flow, Task, tasks } from 'millrace';

export class Etl {
  @Task() extract(): number[] {
    return [1, 2, 3];
  }

  @Task({ retries: 3, retryDelay: '10ms', timeout: '30s', runName: (x: number) => `transform-${x}` })
  async transform(x: number): Promise<number> {
    return x * 2;
  }

  @Task({ logPrints: true }) load(x: number): void {
    console.log(`final result ${x}`);
  }

  @Flow()
  async etl(): Promise<number[]> {
    const { extract, transform, load } = tasks(this);
    const doubled = transform.map(extract.submit());
    load.map(doubled);
    return doubled;
  }
}
