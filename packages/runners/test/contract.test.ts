import { describeTaskRunner } from '@millrace/testing';
import { ConcurrentTaskRunner, SequentialTaskRunner } from '../src/index.js';

describeTaskRunner('SequentialTaskRunner', () => new SequentialTaskRunner());
describeTaskRunner('ConcurrentTaskRunner, one at a time,', () => new ConcurrentTaskRunner({ concurrency: 1 }));
describeTaskRunner('ConcurrentTaskRunner, four at a time,', () => new ConcurrentTaskRunner({ concurrency: 4 }));
describeTaskRunner('ConcurrentTaskRunner, as it comes,', () => new ConcurrentTaskRunner());
describeTaskRunner('ConcurrentTaskRunner without a bound', () => new ConcurrentTaskRunner({ concurrency: Infinity }));
