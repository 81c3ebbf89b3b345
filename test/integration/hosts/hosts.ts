import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink as FetchLink } from '@orpc/client/fetch'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type App, createApp } from '../../../src/main/core/app.ts'
import type { ProcedureName } from '../../../src/main/core/procedure.ts'
import { startDesktop } from '../../../src/main/electron/desktop.ts'
import { serveHttp } from '../../../src/main/http/server.ts'
import type { Installation } from '../../../src/main/installation.ts'
import type { Contract } from '../../../src/shared/contract/index.ts'
import { isRefusal } from '../../../src/shared/domain/refusal.ts'
import { fakeElectron, handOverPort } from '../../fixtures/hosts/fake-electron.ts'

export type LedgerClient = ContractRouterClient<Contract>

/** One running host and a client that calls through everything that lies between. */
export type RunningHost = {
  client: LedgerClient
  folder: string
  dataFolder: string
  close(): Promise<void>
}

export type Host = { name: 'cli' | 'http' | 'electron'; start(thread?: string): Promise<RunningHost> }

const root = join(import.meta.dirname, '..', '..', '..')
const TEST_THREAD = join(root, 'test', 'fixtures', 'hosts', 'thread.ts')
/** The application's own implementations. */
export const REAL_THREAD = join(root, 'src', 'main', 'core', 'jobs', 'thread.ts')

type Place = { base: string; folder: string; dataFolder: string; installation: Installation }

async function makePlace(thread: string): Promise<Place> {
  const base = await mkdtemp(join(tmpdir(), 'liaison-hosts-'))
  const screens = join(base, 'screens')
  await mkdir(join(screens, 'assets'), { recursive: true })
  await writeFile(join(screens, 'index.html'), '<!doctype html><title>台账</title>')
  await writeFile(join(screens, 'assets', 'a.js'), 'export {}')
  return {
    base,
    folder: join(base, 'documents', '劳务协作台账'),
    dataFolder: join(base, 'data'),
    installation: {
      root,
      version: '0.0.0-test',
      resources: join(root, 'resources'),
      screens,
      threadEntry: pathToFileURL(thread),
    },
  }
}

function appIn({ installation, folder, dataFolder }: Place, host: 'cli' | 'http'): App {
  const { version, resources, threadEntry } = installation
  return createApp({ host, version, resources, threadEntry, folder, dataFolder })
}

/** The command line calls dispatch itself. */
const cli: Host = {
  name: 'cli',
  start: async (thread = TEST_THREAD) => {
    const place = await makePlace(thread)
    const app = appIn(place, 'cli')
    return {
      ...place,
      client: dispatchClient(app),
      close: async () => {
        await app.close()
        await rm(place.base, { recursive: true, force: true })
      },
    }
  },
}

const http: Host = {
  name: 'http',
  start: async (thread = TEST_THREAD) => {
    const place = await makePlace(thread)
    const app = appIn(place, 'http')
    const server = await serveHttp(app, { screens: place.installation.screens, port: 0 })
    const origin = new URL(server.address).origin
    const welcome = await fetch(server.address, { redirect: 'manual' })
    const cookie = (welcome.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const link = new FetchLink({ url: `${origin}/rpc`, headers: { cookie, origin } })
    return {
      ...place,
      client: createORPCClient(link),
      close: async () => {
        await server.close()
        await app.close()
        await rm(place.base, { recursive: true, force: true })
      },
    }
  },
}

const electron: Host = {
  name: 'electron',
  start: async (thread = TEST_THREAD) => {
    const place = await makePlace(thread)
    const fake = fakeElectron({ userData: place.dataFolder, documents: join(place.base, 'documents') })
    await startDesktop(fake.api, place.installation, 'linux')
    const page = fake.windows[0]?.webContents
    if (page === undefined) throw new Error('no window was opened')
    const { port } = handOverPort(fake.ipcMain, page)
    port.start()
    return {
      ...place,
      client: createORPCClient(new PortLink({ port: port as unknown as MessagePort })),
      close: async () => {
        port.close()
        const ended = new Promise((resolve) => fake.app.once('ended', resolve))
        fake.app.quit()
        await ended
        await rm(place.base, { recursive: true, force: true })
      },
    }
  },
}

export const HOSTS: readonly Host[] = [cli, http, electron]

function dispatchClient(app: App): LedgerClient {
  const domain = (first: string) =>
    new Proxy(
      {},
      {
        get: (_target, second) => (input: unknown, options?: { signal?: AbortSignal }) =>
          app.dispatch(`${first}.${String(second)}` as ProcedureName, input, { role: 'admin', ...options }),
      },
    )
  return new Proxy({}, { get: (_target, first) => domain(String(first)) }) as LedgerClient
}

/** How a call ended, in the same words for every host. */
export type Ended =
  | { end: 'answer'; value: unknown }
  | { end: 'refused'; code: string; message: string; params: object }
  | { end: 'locked'; message: string }
  | { end: 'fault'; message: string }

export async function ended(call: Promise<unknown>): Promise<Ended> {
  try {
    return { end: 'answer', value: await call }
  } catch (error) {
    if (isRefusal(error)) {
      if (error.code === 'ledger.locked') return { end: 'locked', message: error.message }
      return { end: 'refused', code: error.code, message: error.message, params: error.params }
    }
    if (error instanceof ORPCError) {
      if (error.code === 'LOCKED') return { end: 'locked', message: error.message }
      if (error.code === 'REFUSED') {
        const { code, params } = error.data as { code: string; params: object }
        return { end: 'refused', code, message: error.message, params }
      }
    }
    return { end: 'fault', message: error instanceof Error ? error.message : String(error) }
  }
}
