import type { Electron } from './electron-api.ts'

/** The application's menu. Every entry stands for a key that also works without it. */
export function menuTemplate(
  platform: NodeJS.Platform,
  developing: boolean,
): Electron.MenuItemConstructorOptions[] {
  const edit: Electron.MenuItemConstructorOptions = {
    label: '编辑',
    submenu: [
      { role: 'undo', label: '撤销' },
      { role: 'redo', label: '重做' },
      { type: 'separator' },
      { role: 'cut', label: '剪切' },
      { role: 'copy', label: '复制' },
      { role: 'paste', label: '粘贴' },
      { role: 'selectAll', label: '全选' },
    ],
  }
  const view: Electron.MenuItemConstructorOptions = {
    label: '视图',
    submenu: [
      { role: 'reload', label: '重新载入' },
      { type: 'separator' },
      { role: 'zoomIn', label: '放大' },
      { role: 'zoomOut', label: '缩小' },
      { role: 'resetZoom', label: '实际大小' },
      { type: 'separator' },
      { role: 'togglefullscreen', label: '全屏' },
      ...(developing ? [{ role: 'toggleDevTools', label: '开发者工具' } as const] : []),
    ],
  }
  const window: Electron.MenuItemConstructorOptions = {
    label: '窗口',
    submenu: [
      { role: 'minimize', label: '最小化' },
      { role: 'close', label: '关闭窗口' },
    ],
  }
  const first: Electron.MenuItemConstructorOptions =
    platform === 'darwin'
      ? {
          label: '劳务协作台账',
          submenu: [
            { role: 'about', label: '关于劳务协作台账' },
            { type: 'separator' },
            { role: 'hide', label: '隐藏' },
            { role: 'hideOthers', label: '隐藏其他' },
            { role: 'unhide', label: '全部显示' },
            { type: 'separator' },
            { role: 'quit', label: '退出' },
          ],
        }
      : {
          label: '台账',
          submenu: [{ role: 'about', label: '关于' }, { type: 'separator' }, { role: 'quit', label: '退出' }],
        }
  return [first, edit, view, window]
}
