import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const root = import.meta.dirname

/**
 * Three builds: main (the Electron entry, the command line and the threads' entry share their chunks), preload (a
 * sandboxed one must be CommonJS) and the screens, which serve Electron and the browser alike.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      // Hundreds of small files are slow to read on an old disk, in every thread anew: what is pure code goes into the
      // bundle. Outside stay the native module and packages that read files of their own.
      externalizeDeps: {
        exclude: [
          '@orpc/client',
          '@orpc/contract',
          '@orpc/server',
          'commander',
          'csv-parse',
          'drizzle-orm',
          'iconv-lite',
          'qrcode',
          'ulid',
          'yaml',
          'yauzl',
          'yazl',
          'zod',
        ],
      },
      rollupOptions: {
        input: {
          index: resolve(root, 'src/main/electron/index.ts'),
          thread: resolve(root, 'src/main/core/jobs/thread.ts'),
          liaison: resolve(root, 'src/main/cli/liaison.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
      emptyOutDir: true,
      minify: true,
      // Old office PCs run the browser that came with them; Chromium 109 is the last one for Windows 7.
      target: 'chrome109',
      rollupOptions: { input: { index: resolve(root, 'src/renderer/index.html') } },
    },
  },
})
