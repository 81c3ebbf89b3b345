import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

process.env.TZ = 'Asia/Shanghai'
// Node strips the types of some hundred files for each worker thread that a test starts; kept, it is half the work.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled')

/** Tests that start the application's own threads, which are bundled for them once. */
const WITH_THREADS = [
  'test/integration/hosts/**/*.test.ts',
  'test/integration/entitlements/two-threads.test.ts',
  'test/integration/import/two-threads.test.ts',
  'test/unit/main/electron/*.test.ts',
]

export default defineConfig({
  test: {
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One less than there are processors by default, which on two is one file after the other.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'plain',
          include: [
            'test/unit/**/*.test.ts',
            'test/unit/**/*.test.tsx',
            'test/integration/**/*.test.ts',
            'test/policy/**/*.test.ts',
          ],
          exclude: [...WITH_THREADS, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'threads',
          include: WITH_THREADS,
          globalSetup: ['test/fixtures/hosts/bundle-threads.ts'],
        },
      },
    ],
  },
})
