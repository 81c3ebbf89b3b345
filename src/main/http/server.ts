import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import type { App } from '../core/app.ts'
import { listScreens, type ScreenFile } from '../core/files/screens.ts'
import { SECURITY_HEADERS } from '../core/files/security-headers.ts'
import { LARGEST_FILE } from '../core/files/vault.ts'
import { rpcRouter } from '../core/rpc.ts'
import { Entrance } from './entrance.ts'

export type HttpHost = {
  /** carries the one-time key */
  address: string
  port: number
  close(): Promise<void>
}

/** The only interface there is: this machine's own. */
const INTERFACE = '127.0.0.1'
const RPC = '/rpc'
/** The largest file and what carries it. */
const LARGEST_BODY = LARGEST_FILE + 1024 * 1024

/**
 * Serves the screens and the contract to this machine's browser.
 * `port` 0 takes a free one. @throws Error (`EADDRINUSE`) where the port is taken
 */
export async function serveHttp(app: App, options: { screens: string; port: number }): Promise<HttpHost> {
  const screens = await listScreens(options.screens)
  const rpc = new RPCHandler(rpcRouter(app.dispatch), {
    plugins: [new BodyLimitPlugin({ maxBodySize: LARGEST_BODY })],
  })
  const server = createServer()
  await listen(server, options.port)
  const { port } = server.address() as AddressInfo
  const entrance = new Entrance(port)
  const { address } = entrance

  server.on('request', (request, response) => {
    respond(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else refuse(response, 500, '程序内部出错。')
    })
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    const method = request.method ?? ''
    const url = URL.canParse(request.url ?? '', entrance.origin)
      ? new URL(request.url ?? '', entrance.origin)
      : undefined
    if (url === undefined) return refuse(response, 400, '地址不对。')
    const entry = entrance.admit({ method, url, headers: request.headers })
    if (entry.kind === 'refuse') return refuse(response, entry.status, entry.message)
    if (entry.kind === 'welcome') {
      response
        .writeHead(303, { location: '/', 'set-cookie': entry.cookie, 'cache-control': 'no-store' })
        .end()
      return
    }
    if (url.pathname.startsWith(`${RPC}/`)) {
      if (method !== 'POST') return refuse(response, 405, '不支持的请求方式。')
      response.setHeader('cache-control', 'no-store')
      const { matched } = await rpc.handle(request, response, { prefix: RPC, context: { role: 'admin' } })
      if (!matched) refuse(response, 404, '没有这个地址。')
      return
    }
    const file = screens.get(url.pathname)
    if (file === undefined) return refuse(response, 404, '没有这个地址。')
    if (method === 'POST') return refuse(response, 405, '不支持的请求方式。')
    sendFile(file, method, response)
  }

  return {
    address,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Streams of events never end by themselves.
        server.closeAllConnections()
      }),
  }
}

function sendFile(file: ScreenFile, method: string, response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': file.type,
    'cache-control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
  })
  if (method === 'HEAD') {
    response.end()
    return
  }
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response)
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(message)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, INTERFACE, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
