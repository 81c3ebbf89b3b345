import { type Electron, type ElectronApi, ORIGIN } from './electron-api.ts'

/** What may be loaded at all: our screens and what they make themselves. Developer tools only in development. */
const LOADABLE = /^(app:\/\/liaison\/|blob:app:\/\/liaison\/|data:|devtools:)/

/**
 * Electron's security checklist for every page: no other address, no new window, no webview, no permission, no
 * device, no remote content, no download but what the app made itself.
 */
export function guardSession(session: Electron.Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !LOADABLE.test(details.url) }))
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${ORIGIN}/`)) event.preventDefault()
  })
}

/** Watches every page that will ever be made, whoever makes it. */
export function guardPages(app: ElectronApi['app']): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => {
      // The PDF preview may sit in a frame of ours.
      if (event.isMainFrame || !event.url.startsWith(`blob:${ORIGIN}/`)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}
