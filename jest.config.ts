/**
 * The workspace's tests run the sources, not the builds: the export condition `@millrace/source` leads there.
 *
 * `behaviour` suites run twice, once for each decorator mode, from the same files.
 *
 * @jest-config-loader esbuild-register
 */
import type { Config } from 'jest';

const project = (name: string, testMatch: string[], tsconfig: string): Config => ({
  displayName: name,
  rootDir: __dirname,
  testMatch,
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@millrace/source', 'node', 'node-addons'] },
  transform: { '^.+\\.tsx?$': ['ts-jest', { useESM: true, tsconfig }] },
});

const config: Config = {
  // Each failure is shown once, where it happened, and not again in a summary.
  reporters: [['default', { summaryThreshold: 1000 }]],
  projects: [
    project(
      'unit',
      ['<rootDir>/packages/*/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts', '!**/test/behaviour/**'],
      '<rootDir>/tsconfig.jest.json',
    ),
    project('legacy decorators', ['<rootDir>/packages/*/test/behaviour/**/*.test.ts'], '<rootDir>/tsconfig.jest.json'),
    project(
      'standard decorators',
      ['<rootDir>/packages/*/test/behaviour/**/*.test.ts'],
      '<rootDir>/tsconfig.jest.standard.json',
    ),
  ],
};

export default config;
