import { join } from 'node:path'
import { type App, createApp } from '../core/app.ts'
import { listScreens } from '../core/files/screens.ts'
import { type Installation, usualFolder } from '../installation.ts'
import { type Electron, type ElectronApi, ORIGIN } from './electron-api.ts'
import { guardPages, guardSession } from './guards.ts'
import { keyKeeper } from './key-keeper.ts'
import { menuTemplate } from './menu.ts'
import { acceptPorts } from './port.ts'
import { registerScheme, serveScreens } from './scheme.ts'
import { rememberedState, rememberState } from './window-state.ts'

/**
 * Starts the desktop app. What must happen before Electron is ready happens at once.
 * @returns a promise of the application, undefined where another instance was running already
 */
export async function startDesktop(
  electron: ElectronApi,
  installation: Installation,
  platform: NodeJS.Platform = process.platform,
): Promise<App | undefined> {
  const { app, protocol, session, ipcMain, Menu, safeStorage } = electron
  app.enableSandbox()
  registerScheme(protocol)
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return undefined
  }
  guardPages(app)
  let window: Electron.BrowserWindow | undefined
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  const ready = app.whenReady()
  const screens = await listScreens(installation.screens)
  await ready

  const data = app.getPath('userData')
  const core = createApp({
    host: 'electron',
    version: installation.version,
    resources: installation.resources,
    threadEntry: installation.threadEntry,
    folder: usualFolder(app.getPath('documents')),
    dataFolder: data,
    keeper: keyKeeper(safeStorage, platform),
  })
  endWithTheApp(app, core)
  guardSession(session.defaultSession)
  serveScreens(protocol, screens)
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(platform, !app.isPackaged)))
  acceptPorts(ipcMain, core, () => window?.webContents)

  const open = (): void => {
    window = openWindow(electron, installation, data, () => {
      window = undefined
    })
  }
  open()
  core.warm()
  app.on('activate', () => {
    if (window === undefined) open()
  })
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit()
  })
  return core
}

function openWindow(
  { BrowserWindow, screen, app }: ElectronApi,
  installation: Installation,
  data: string,
  closed: () => void,
): Electron.BrowserWindow {
  const { maximised, ...bounds } = rememberedState(
    data,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 1024,
    minHeight: 600,
    show: false,
    title: '劳务协作台账',
    webPreferences: {
      preload: join(installation.root, 'out', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  })
  if (maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => {
    // Losing the window's place is no reason to keep it open.
    rememberState(data, window).catch(() => undefined)
  })
  window.on('closed', closed)
  void window.loadURL(`${ORIGIN}/`)
  return window
}

/** Lets jobs stop, the ledger close and the log be written before the process goes. */
function endWithTheApp(app: ElectronApi['app'], core: App): void {
  let closing: 'no' | 'under way' | 'done' = 'no'
  app.on('will-quit', (event) => {
    if (closing === 'done') return
    event.preventDefault()
    if (closing === 'under way') return
    closing = 'under way'
    core.close().finally(() => {
      closing = 'done'
      app.quit()
    })
  })
}
