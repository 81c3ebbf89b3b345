import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What to do with somebody who asks to come in. */
export type Entry =
  | { kind: 'enter' }
  /** the one-time key was right: set the cookie and go on to the start page */
  | { kind: 'welcome'; cookie: string }
  | { kind: 'refuse'; status: 401 | 403 | 405 | 421; message: string }

export type Asked = { method: string; url: URL; headers: IncomingHttpHeaders }

const SECRET_BYTES = 32

/**
 * Who may talk to the http host. The address printed on start carries a key that works once and is exchanged for a
 * cookie that scripts cannot read and other sites cannot send. Host and Origin must be exactly ours, so that no web
 * page (also by DNS rebinding) reaches the ledger.
 */
export class Entrance {
  readonly #origin: string
  readonly #host: string
  readonly #cookieName: string
  readonly #cookie = randomBytes(SECRET_BYTES).toString('base64url')
  #key: string | undefined = randomBytes(SECRET_BYTES).toString('base64url')

  constructor(port: number) {
    this.#host = `127.0.0.1:${port}`
    this.#origin = `http://${this.#host}`
    // Cookies are shared between ports of one machine; two running apps must not take each other's.
    this.#cookieName = `liaison_${port}`
  }

  get origin(): string {
    return this.#origin
  }

  /** The address to open, once. */
  get address(): string {
    return `${this.#origin}/?key=${this.#key ?? ''}`
  }

  admit({ method, url, headers }: Asked): Entry {
    if (headers.host !== this.#host) return refuse(421, '地址不对：请使用启动时显示的地址。')
    const { origin } = headers
    if (origin !== undefined && origin !== this.#origin) return refuse(403, '拒绝来自其他网页的访问。')
    const site = headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      return refuse(403, '拒绝来自其他网页的访问。')
    }
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return refuse(405, '不支持的请求方式。')
    if (method === 'POST' && origin === undefined) return refuse(403, '拒绝没有来源的写入。')
    const known = this.#hasCookie(headers.cookie)
    const given = url.searchParams.get('key')
    if (method === 'GET' && given !== null && url.pathname === '/') {
      if (this.#key !== undefined && same(given, this.#key)) {
        this.#key = undefined
        return { kind: 'welcome', cookie: this.#setCookie() }
      }
      if (!known) {
        return refuse(
          403,
          '这个地址只能用一次，已经用过了。请回到启动程序的窗口，关闭后重新启动，使用新的地址。',
        )
      }
    }
    if (!known) return refuse(401, '请使用启动程序时显示的完整地址打开。')
    return { kind: 'enter' }
  }

  #setCookie(): string {
    return `${this.#cookieName}=${this.#cookie}; HttpOnly; SameSite=Strict; Path=/`
  }

  #hasCookie(header: string | undefined): boolean {
    const prefix = `${this.#cookieName}=`
    const values = (header ?? '').split(';').map((part) => part.trim())
    return values.some((part) => part.startsWith(prefix) && same(part.slice(prefix.length), this.#cookie))
  }
}

function refuse(status: 401 | 403 | 405 | 421, message: string): Entry {
  return { kind: 'refuse', status, message }
}

function same(a: string, b: string): boolean {
  const one = Buffer.from(a)
  const other = Buffer.from(b)
  return one.length === other.length && timingSafeEqual(one, other)
}
