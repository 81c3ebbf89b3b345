import { ipcRenderer } from 'electron'

/**
 * All that the screens get from Electron: the page hands over one end of a channel, and it goes on to the main
 * process. Nothing is put into the page's world.
 */
const CONNECT = 'liaison:connect'

window.addEventListener('message', (event) => {
  if (event.source !== window || event.data !== CONNECT) return
  const [port] = event.ports
  if (port !== undefined) ipcRenderer.postMessage(CONNECT, null, [port])
})
