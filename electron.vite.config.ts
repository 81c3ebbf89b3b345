import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'

const root = import.meta.dirname

/**
 * What pdf.js reads besides its worker: code tables for Chinese fonts that a PDF names and does not hold, stand-ins for
 * the standard Latin fonts, and the decoder of scanned pages in plain script (ours allows no WebAssembly). The
 * application's own papers need none of it; papers that an office attaches do.
 */
function pdfTables(): Plugin {
  const pdfjs = resolve(root, 'node_modules/pdfjs-dist')
  const files = [
    ...['cmaps', 'standard_fonts'].flatMap((folder) =>
      readdirSync(join(pdfjs, folder))
        .filter((name) => !name.startsWith('LICENSE'))
        .map((name) => `${folder}/${name}`),
    ),
    'wasm/openjpeg_nowasm_fallback.js',
  ]
  return {
    name: 'pdf-tables',
    apply: 'build',
    generateBundle() {
      for (const file of files)
        this.emitFile({ type: 'asset', fileName: `pdfjs/${file}`, source: readFileSync(join(pdfjs, file)) })
    },
  }
}

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
    plugins: [react(), pdfTables()],
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
