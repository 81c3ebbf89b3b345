import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { App } from '../../../../src/main/core/app.ts'
import { startDesktop } from '../../../../src/main/electron/desktop.ts'
import type { Electron } from '../../../../src/main/electron/electron-api.ts'
import type { Installation } from '../../../../src/main/installation.ts'
import { FakeContents, fakeElectron, handOverPort } from '../../../fixtures/hosts/fake-electron.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')

let base: string
let installation: Installation
let core: App | undefined

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'liaison-desktop-'))
  await mkdir(join(base, 'screens'))
  await writeFile(join(base, 'screens', 'index.html'), '<!doctype html><title>台账</title>')
  installation = {
    root,
    version: '0.0.0',
    resources: join(root, 'resources'),
    screens: join(base, 'screens'),
    threadEntry: pathToFileURL(join(root, 'test', 'fixtures', 'hosts', 'thread.ts')),
  }
})
afterEach(async () => {
  await core?.close()
  core = undefined
  await rm(base, { recursive: true, force: true })
})

async function start(
  options: { first?: boolean; backend?: string } = {},
  platform: NodeJS.Platform = 'linux',
) {
  const fake = fakeElectron({ userData: join(base, 'data'), documents: join(base, 'documents') }, options)
  core = await startDesktop(fake.api, installation, platform)
  return fake
}

describe("Electron's security checklist", () => {
  test('sandboxes everything and registers its scheme before Electron is ready', async () => {
    const { app, schemes } = await start()
    expect(app.log).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'whenReady',
    ])
    expect(schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })

  test('opens one window with isolation and without Node, on its own scheme', async () => {
    const { windows } = await start()
    expect(windows).toHaveLength(1)
    expect(windows[0]?.loaded).toBe('app://liaison/')
    expect(windows[0]?.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
    })
    expect(windows[0]?.options.webPreferences?.preload).toMatch(/out[\\/]preload[\\/]index\.cjs$/)
    expect(windows[0]?.shown).toBe(false)
    windows[0]?.emit('ready-to-show')
    expect(windows[0]?.shown).toBe(true)
  })

  test('answers its scheme with the policy, and nothing but the screens', async () => {
    const { handlers } = await start()
    const handle = handlers.get('app')
    const get = async (url: string, method = 'GET') => handle?.(new Request(url, { method }))
    const page = await get('app://liaison/')
    expect(page?.status).toBe(200)
    expect(page?.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page?.text()).toContain('台账')
    expect((await get('app://liaison/../../etc/passwd'))?.status).toBe(404)
    expect((await get('app://other/index.html'))?.status).toBe(404)
    expect((await get('app://liaison/', 'POST'))?.status).toBe(404)
  })

  test('denies permissions, devices, remote content and foreign downloads', async () => {
    const { session } = await start()
    const decided: boolean[] = []
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal']) {
      session.permissionRequest?.(null, permission, (ok) => decided.push(ok))
    }
    expect(decided).toEqual([false, false, false, false, false])
    expect(session.permissionCheck?.()).toBe(false)
    expect(session.devicePermission?.()).toBe(false)
    expect(session.displayMedia).toBeNull()
    const cancelled = (url: string) => {
      let answer: boolean | undefined
      session.beforeRequest?.({ url }, ({ cancel }) => {
        answer = cancel
      })
      return answer
    }
    expect(cancelled('https://example.com/')).toBe(true)
    expect(cancelled('http://127.0.0.1:1/')).toBe(true)
    expect(cancelled('file:///etc/passwd')).toBe(true)
    expect(cancelled('ws://example.com')).toBe(true)
    expect(cancelled('app://other/x')).toBe(true)
    expect(cancelled('app://liaison/index.html')).toBe(false)
    expect(cancelled('blob:app://liaison/1')).toBe(false)
    const download = (url: string) => {
      let prevented = false
      session.emit('will-download', { preventDefault: () => (prevented = true) }, { getURL: () => url })
      return prevented
    }
    expect(download('https://example.com/x.exe')).toBe(true)
    expect(download('blob:app://liaison/1')).toBe(false)
  })

  test('denies navigation, new windows and webviews to every page ever made', async () => {
    const { app } = await start()
    const contents = new FakeContents()
    app.emit('web-contents-created', {}, contents)
    const prevented = (event: string, more: object = {}) => {
      let stopped = false
      contents.emit(event, { preventDefault: () => (stopped = true), ...more })
      return stopped
    }
    expect(prevented('will-navigate')).toBe(true)
    expect(prevented('will-redirect')).toBe(true)
    expect(prevented('will-attach-webview')).toBe(true)
    expect(prevented('will-frame-navigate', { isMainFrame: true, url: 'blob:app://liaison/1' })).toBe(true)
    expect(prevented('will-frame-navigate', { isMainFrame: false, url: 'https://example.com' })).toBe(true)
    expect(prevented('will-frame-navigate', { isMainFrame: false, url: 'blob:app://liaison/1' })).toBe(false)
    expect(contents.windowOpen?.()).toEqual({ action: 'deny' })
  })

  test('takes a port from the top frame of its own page only', async () => {
    const { ipcMain, windows } = await start()
    const page = windows[0]?.webContents
    if (page === undefined) throw new Error('no window')
    expect(handOverPort(ipcMain, page).given.closed).toBe(false)
    expect(handOverPort(ipcMain, new FakeContents()).given.closed).toBe(true)
    expect(handOverPort(ipcMain, page, { url: 'app://liaison/' }).given.closed).toBe(true)
    expect(handOverPort(ipcMain, page, null).given.closed).toBe(true)
    page.mainFrame.url = 'https://example.com/'
    expect(handOverPort(ipcMain, page).given.closed).toBe(true)
    page.mainFrame.url = 'app://liaison.example.com/'
    expect(handOverPort(ipcMain, page).given.closed).toBe(true)
  })
})

describe('the desktop window', () => {
  test('is one: a second start only brings it to the front', async () => {
    const { app, windows } = await start()
    app.emit('second-instance')
    expect(windows[0]?.focused).toBe(1)
    const second = await start({ first: false })
    expect(second.windows).toHaveLength(0)
    expect(second.app.log).toEqual([
      'enableSandbox',
      'registerSchemesAsPrivileged',
      'requestSingleInstanceLock',
      'quit',
    ])
  })

  test('comes back where it was, unless that is off every screen', async () => {
    const first = await start()
    expect(first.windows[0]?.options).toMatchObject({ width: 1366, height: 768 })
    first.windows[0]?.emit('close')
    const file = join(base, 'data', 'window.json')
    await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('1200')
    await core?.close()
    expect((await start()).windows[0]?.options).toMatchObject({ x: 10, y: 20, width: 1200, height: 700 })
    await core?.close()
    await writeFile(file, JSON.stringify({ x: 5000, y: 20, width: 1200, height: 700, maximised: true }))
    const moved = await start()
    expect(moved.windows[0]?.options).toMatchObject({ width: 1366, height: 768 })
    expect(moved.windows[0]?.options.x).toBeUndefined()
    expect(moved.windows[0]?.maximised).toBe(true)
  })

  test('has its menu in Chinese, with developer tools only in development', async () => {
    const { menus } = await start()
    const labels = (items: Electron.MenuItemConstructorOptions[]): string[] =>
      items.flatMap((item) => [
        item.label ?? '',
        ...(Array.isArray(item.submenu) ? labels(item.submenu) : []),
      ])
    const shown = labels(menus[0] ?? []).filter((label) => label !== '')
    expect(shown).toEqual(expect.arrayContaining(['编辑', '复制', '粘贴', '全屏', '退出', '开发者工具']))
    expect(shown.filter((label) => !/^\p{Script=Han}+$/u.test(label))).toEqual([])
  })

  test('waits for jobs and ledger before it ends', async () => {
    const { app } = await start()
    const ended = new Promise((resolve) => app.once('ended', resolve))
    app.emit('window-all-closed')
    await ended
    expect(app.log.filter((one) => one === 'quit')).toHaveLength(2)
    core = undefined
  })
})

describe('keeping keys', () => {
  test.each([
    ['linux', 'basic_text', false],
    ['linux', 'unknown', false],
    ['linux', 'gnome_libsecret', true],
    ['win32', 'basic_text', true],
  ] as const)('on %s with %s: %s', async (platform, backend, kept) => {
    await start({ backend }, platform)
    const path = join(base, 'a.ledger')
    await core?.dispatch(
      'ledger.create',
      { name: '甲', path, passphrase: 'a good passphrase', office: '站', county: '511133', officer: '甲' },
      { role: 'admin' },
    )
    const state = await core?.dispatch(
      'ledger.open',
      { path, passphrase: 'a good passphrase', remember: true },
      { role: 'admin' },
    )
    expect(state).toMatchObject({ remembered: kept ? [path] : [] })
  })
})
