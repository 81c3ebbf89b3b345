import { describe, expect, test } from 'vitest'
import { type Asked, Entrance } from '../../../../src/main/http/entrance.ts'

const PORT = 41234
const ORIGIN = `http://127.0.0.1:${PORT}`

function ask(path: string, headers: Asked['headers'] = {}, method = 'GET'): Asked {
  return { method, url: new URL(path, ORIGIN), headers: { host: `127.0.0.1:${PORT}`, ...headers } }
}

function enter(entrance: Entrance): string {
  const entry = entrance.admit(ask(entrance.address.slice(ORIGIN.length), { 'sec-fetch-site': 'none' }))
  if (entry.kind !== 'welcome') throw new Error(`not let in: ${JSON.stringify(entry)}`)
  return entry.cookie.split(';')[0] ?? ''
}

describe('the entrance of the http host', () => {
  test('exchanges the one-time key for a cookie that scripts cannot read and other sites cannot send', () => {
    const entrance = new Entrance(PORT)
    const entry = entrance.admit(ask(entrance.address.slice(ORIGIN.length)))
    expect(entry).toMatchObject({ kind: 'welcome' })
    const cookie = entry.kind === 'welcome' ? entry.cookie : ''
    expect(cookie).toMatch(/^liaison_41234=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)
  })

  test('takes the key once only', () => {
    const entrance = new Entrance(PORT)
    const path = entrance.address.slice(ORIGIN.length)
    enter(entrance)
    expect(entrance.admit(ask(path))).toMatchObject({ kind: 'refuse', status: 403 })
    expect(entrance.admit(ask('/?key='))).toMatchObject({ kind: 'refuse', status: 403 })
  })

  test('does not use the key up for somebody who may not come in', () => {
    const entrance = new Entrance(PORT)
    const path = entrance.address.slice(ORIGIN.length)
    expect(entrance.admit(ask(path, { host: 'evil.example' }))).toMatchObject({ status: 421 })
    expect(entrance.admit(ask(path, { 'sec-fetch-site': 'cross-site' }))).toMatchObject({ status: 403 })
    expect(entrance.admit(ask('/?key=wrong'))).toMatchObject({ status: 403 })
    expect(enter(entrance)).toContain('liaison_')
  })

  test('refuses everybody without the cookie', () => {
    const entrance = new Entrance(PORT)
    enter(entrance)
    for (const cookie of [undefined, '', 'liaison_41234=', 'liaison_41234=x', 'other=1']) {
      const headers = cookie === undefined ? {} : { cookie }
      expect(entrance.admit(ask('/', headers))).toMatchObject({ kind: 'refuse', status: 401 })
      expect(entrance.admit(ask('/rpc/ledger/state', { ...headers, origin: ORIGIN }, 'POST'))).toMatchObject({
        status: 401,
      })
    }
  })

  test('lets its cookie in, whatever other cookies the browser sends', () => {
    const entrance = new Entrance(PORT)
    const cookie = enter(entrance)
    expect(entrance.admit(ask('/', { cookie: `a=1; ${cookie}; b=2` }))).toEqual({ kind: 'enter' })
    expect(
      entrance.admit(ask('/rpc/x', { cookie, origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, 'POST')),
    ).toEqual({
      kind: 'enter',
    })
    expect(entrance.admit(ask('/', { cookie: cookie.replace('41234', '41235') }))).toMatchObject({
      status: 401,
    })
  })

  test.each([
    ['another host name (DNS rebinding)', { host: `evil.example:${PORT}` }, 421],
    ['localhost, which is another name', { host: `localhost:${PORT}` }, 421],
    ['another port', { host: '127.0.0.1:1' }, 421],
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['the opaque origin', { origin: 'null' }, 403],
    ['our origin over https', { origin: `https://127.0.0.1:${PORT}` }, 403],
    ['a page of another site', { origin: ORIGIN, 'sec-fetch-site': 'same-site' }, 403],
    ['a write without an origin', {}, 403],
  ])('refuses %s even with the cookie', (_what, headers, status) => {
    const entrance = new Entrance(PORT)
    const cookie = enter(entrance)
    expect(entrance.admit(ask('/rpc/x', { cookie, ...headers }, 'POST'))).toMatchObject({
      kind: 'refuse',
      status,
    })
  })

  test.each(['PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT'])('refuses %s', (method) => {
    const entrance = new Entrance(PORT)
    const cookie = enter(entrance)
    expect(entrance.admit(ask('/', { cookie, origin: ORIGIN }, method))).toMatchObject({ status: 405 })
  })
})
