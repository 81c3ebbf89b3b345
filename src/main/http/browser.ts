import type { spawn as nodeSpawn } from 'node:child_process'

/** Whether this machine can show a browser window at all. */
export function hasDisplay(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (platform !== 'linux') return true
  return (env.DISPLAY ?? '') !== '' || (env.WAYLAND_DISPLAY ?? '') !== ''
}

/** Opens an address in the machine's own browser. Where that fails, the printed address still stands. */
export function openInBrowser(
  address: string,
  spawn: typeof nodeSpawn,
  platform: NodeJS.Platform = process.platform,
): void {
  const [command, args] = opener(address, platform)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function opener(address: string, platform: NodeJS.Platform): [string, string[]] {
  if (platform === 'darwin') return ['open', [address]]
  // `start` is a word of cmd, and an ampersand in the address would end it; this is the handler itself.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]]
  return ['xdg-open', [address]]
}
