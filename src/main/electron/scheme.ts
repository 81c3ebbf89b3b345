import { readFile } from 'node:fs/promises'
import type { ScreenFile } from '../core/files/screens.ts'
import { SECURITY_HEADERS } from '../core/files/security-headers.ts'
import { type ElectronApi, ORIGIN, SCHEME } from './electron-api.ts'

/** Must run before the app is ready: gives our scheme an origin of its own, so that 'self' in the CSP means it. */
export function registerScheme(protocol: ElectronApi['protocol']): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Answers our scheme from the built screens, and nothing else. */
export function serveScreens(
  protocol: ElectronApi['protocol'],
  screens: ReadonlyMap<string, ScreenFile>,
): void {
  protocol.handle(SCHEME, (request) => answer(request, screens))
}

async function answer(request: Request, screens: ReadonlyMap<string, ScreenFile>): Promise<Response> {
  const url = new URL(request.url)
  const file = screens.get(url.pathname)
  if (`${url.protocol}//${url.host}` !== ORIGIN || request.method !== 'GET' || file === undefined) {
    return new Response('没有这个地址。', {
      status: 404,
      headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' },
    })
  }
  const bytes = new Uint8Array(await readFile(file.path))
  return new Response(bytes, { headers: { ...SECURITY_HEADERS, 'content-type': file.type } })
}
