import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

process.env.TZ = 'Asia/Shanghai'
// Node strips the types of some hundred files for each worker thread that a test starts; kept, it is half the work.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled')

export default defineConfig({
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/unit/**/*.test.tsx',
      'test/integration/**/*.test.ts',
      'test/policy/**/*.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
})
