import type * as Electron from 'electron'

/** What we use of Electron. Given in, so that everything here runs in tests without its binary. */
export type ElectronApi = Pick<
  typeof Electron,
  'app' | 'BrowserWindow' | 'ipcMain' | 'Menu' | 'protocol' | 'safeStorage' | 'screen' | 'session' | 'dialog'
>
export type { Electron }

export const SCHEME = 'app'
/** The one origin of the screens. */
export const ORIGIN = 'app://liaison'
/** The one message that the preload script passes on. */
export const CONNECT = 'liaison:connect'
