import { RPCHandler } from '@orpc/server/message-port'
import type { App } from '../core/app.ts'
import { rpcRouter } from '../core/rpc.ts'
import { CONNECT, type Electron, type ElectronApi, ORIGIN } from './electron-api.ts'

/** Takes the port that a page of ours hands over, and carries calls on it. Anybody else's port is closed. */
export function acceptPorts(
  ipcMain: ElectronApi['ipcMain'],
  app: Pick<App, 'dispatch'>,
  ownPage: () => Electron.WebContents | undefined,
): void {
  const rpc = new RPCHandler(rpcRouter(app.dispatch))
  ipcMain.on(CONNECT, (event) => {
    const [port, ...more] = event.ports
    if (port === undefined || more.length > 0 || !isOurs(event, ownPage())) {
      for (const strange of event.ports) strange.close()
      return
    }
    rpc.upgrade(port, { context: { role: 'admin' } })
    port.start()
  })
}

/** Only the top frame of our own window, showing our own origin. */
function isOurs(event: Electron.IpcMainEvent, own: Electron.WebContents | undefined): boolean {
  const frame = event.senderFrame
  if (own === undefined || event.sender !== own || frame === null || frame !== own.mainFrame) return false
  return URL.canParse(frame.url) && frame.url.startsWith(`${ORIGIN}/`)
}
