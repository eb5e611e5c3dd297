/** Lint rules: what the compiler cannot see. Style is prettier's; direction is scripts/check-architecture.mjs's. */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const TESTS = ['**/test/**', '**/test-d/**', '**/*.test.ts'];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/output/',
      '.cache/',
      'coverage/',
      'benchmarks/results/',
      'scripts/tarballs/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, ...tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Futures are PromiseLike on purpose: a submitted task need not be awaited, as its flow waits for it.
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: false }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // The compiler knows names better, and its own option covers what this would.
      'no-undef': 'off',
      // Terminals speak in control characters.
      'no-control-regex': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
    },
  },
  {
    // Examples and benchmarks are programs: they print. Capturing the console means touching it.
    files: [...TESTS, 'examples/**', 'benchmarks/**', 'packages/logging/src/capture/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // They await what may or may not be a promise: a table of cases has both.
    files: TESTS,
    rules: { '@typescript-eslint/await-thenable': 'off' },
  },
  {
    files: ['**/test-d/**'],
    // They are compiled for their types; what they compute is of no use.
    rules: {
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', performance: 'readonly', Buffer: 'readonly' },
    },
  },
);
