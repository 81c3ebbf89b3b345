import { expect, test, vi } from 'vitest'

const posted = vi.hoisted(() => [] as unknown[][])
vi.mock('electron', () => ({ ipcRenderer: { postMessage: (...args: unknown[]) => posted.push(args) } }))

test('passes one port of its own page on, and nothing else', async () => {
  let listener: (event: { source: unknown; data: unknown; ports: unknown[] }) => void = () => undefined
  const page = {
    addEventListener: (type: string, added: typeof listener) => {
      expect(type).toBe('message')
      listener = added
    },
  }
  vi.stubGlobal('window', page)
  await import('../../../src/preload/index.ts')
  listener({ source: {}, data: 'liaison:connect', ports: ['strange'] })
  listener({ source: page, data: 'something else', ports: ['strange'] })
  listener({ source: page, data: 'liaison:connect', ports: [] })
  expect(posted).toEqual([])
  listener({ source: page, data: 'liaison:connect', ports: ['port'] })
  expect(posted).toEqual([['liaison:connect', null, ['port']]])
})
