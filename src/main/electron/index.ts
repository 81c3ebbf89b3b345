import * as electron from 'electron'
import { nodeIsNewEnough, oldNodeMessage } from '../core/node-version.ts'

// Before anything that loads SQLite.
if (nodeIsNewEnough(process.version)) {
  const { startDesktop } = await import('./desktop.ts')
  const { findInstallation } = await import('../installation.ts')
  // Not awaited: Electron becomes ready only after this module has ended, and startDesktop waits for that.
  startDesktop(electron, findInstallation()).catch((error: unknown) => {
    electron.dialog.showErrorBox(
      '劳务协作台账',
      `应用没有能启动：${error instanceof Error ? error.message : String(error)}`,
    )
    electron.app.exit(1)
  })
} else {
  electron.dialog.showErrorBox('劳务协作台账', oldNodeMessage(process.version))
  electron.app.exit(1)
}
