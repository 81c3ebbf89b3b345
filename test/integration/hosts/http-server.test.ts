import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, createApp } from '../../../src/main/core/app.ts'
import { type HttpHost, serveHttp } from '../../../src/main/http/server.ts'

const root = join(import.meta.dirname, '..', '..', '..')

describe('the http host as a stranger meets it', () => {
  let base: string
  let app: App
  let server: HttpHost
  let origin: string
  let cookie: string

  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), 'liaison-http-'))
    await mkdir(join(base, 'screens', 'assets'), { recursive: true })
    await writeFile(join(base, 'secret.html'), 'secret')
    await writeFile(join(base, 'screens', 'index.html'), '<!doctype html><title>台账</title>')
    await writeFile(join(base, 'screens', 'assets', 'a-1.mjs'), 'export {}')
    await writeFile(join(base, 'screens', 'notes.txt'), 'not a screen')
    app = createApp({
      host: 'http',
      version: '0',
      resources: join(root, 'resources'),
      threadEntry: pathToFileURL(join(root, 'test', 'fixtures', 'hosts', 'thread.ts')),
      folder: join(base, 'documents'),
      dataFolder: join(base, 'data'),
    })
    server = await serveHttp(app, { screens: join(base, 'screens'), port: 0 })
    origin = new URL(server.address).origin
    const welcome = await fetch(server.address, { redirect: 'manual' })
    expect(welcome.status).toBe(303)
    expect(welcome.headers.get('location')).toBe('/')
    cookie = (welcome.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  })
  afterAll(async () => {
    await server.close()
    await app.close()
    await rm(base, { recursive: true, force: true })
  })

  /** Sends bytes as they are: fetch would tidy the path. */
  function raw(path: string, method = 'GET'): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write(
          `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
        )
      })
      let text = ''
      socket.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      socket.on('end', () => resolve(text))
      socket.on('error', reject)
    })
  }

  test('serves the screens with their types and a strict policy', async () => {
    const page = await fetch(origin, { headers: { cookie } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('台账')
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).not.toContain('unsafe-eval')
    expect(policy).not.toMatch(/https?:|\*/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    const script = await fetch(`${origin}/assets/a-1.mjs`, { headers: { cookie } })
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('cache-control')).toContain('immutable')
  })

  test.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/assets/..%5c..%5csecret.html',
    '/assets//../../secret.html',
    '//etc/passwd',
    '/notes.txt',
    '/index.html%00.js',
    '/people',
  ])('does not give out %s', async (path) => {
    const answer = await raw(path)
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /)
    expect(answer).not.toContain('secret')
  })

  test('answers only this machine', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one !== undefined && !one.internal && one.family === 'IPv4')
    for (const other of others) {
      await expect(
        new Promise((resolve, reject) => {
          const socket = connect(server.port, other?.address ?? '', () => resolve('connected'))
          socket.on('error', reject)
        }),
      ).rejects.toThrow()
    }
    expect((await fetch(`${origin}/`)).status).toBe(401)
  })

  test('takes calls by POST from its own origin only', async () => {
    const call = (headers: Record<string, string>, method = 'POST') =>
      fetch(`${origin}/rpc/ledger/state`, { method, headers: { cookie, ...headers } })
    expect((await call({ origin })).status).toBe(200)
    expect((await call({})).status).toBe(403)
    expect((await call({ origin: 'http://evil.example' })).status).toBe(403)
    expect((await call({}, 'GET')).status).toBe(405)
    expect(
      (await fetch(`${origin}/rpc/ledger/none`, { method: 'POST', headers: { cookie, origin } })).status,
    ).toBe(404)
    expect(
      (await fetch(`${origin}/index.html`, { method: 'POST', headers: { cookie, origin } })).status,
    ).toBe(405)
  })

  test('says when the port is taken', async () => {
    const again = serveHttp(app, { screens: join(base, 'screens'), port: server.port })
    await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
