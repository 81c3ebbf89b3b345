import { createHash } from 'node:crypto'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import { Cancelled } from '../procedure.ts'
import type { CrossedError } from './protocol.ts'

/** A broken invariant, as a clerk is told about it: one sentence with a number; the details are in the log. */
export class InternalError extends Error {
  /** six characters, the same for the same fault */
  readonly number: string
  readonly detail: string

  constructor(number: string, detail: string) {
    super(
      `程序内部出错（编号 ${number}），这一步没有完成。请重试；仍然不行时，把编号和操作步骤告诉维护人员。`,
    )
    this.name = 'InternalError'
    this.number = number
    this.detail = detail
  }
}

/** An error as a message between threads. */
export function pack(error: unknown): CrossedError {
  if (isRefusal(error)) {
    return { kind: 'refusal', code: error.code, message: error.message, params: error.params }
  }
  if (error instanceof Error && error.name === 'Cancelled') return { kind: 'cancelled' }
  if (error instanceof Error) {
    const causes =
      error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : ''
    return {
      kind: 'internal',
      name: error.name,
      message: error.message,
      stack: `${error.stack ?? ''}${causes}`,
    }
  }
  return { kind: 'internal', name: 'thrown', message: String(error), stack: '' }
}

/** The error behind a message. */
export function unpack(crossed: CrossedError): Error {
  if (crossed.kind === 'refusal') return new Refusal(crossed.code, crossed.message, crossed.params)
  if (crossed.kind === 'cancelled') return new Cancelled()
  return internal(crossed)
}

/** Any error as what may be shown: a refusal and a cancellation as they are, all else as an internal error. */
export function shown(error: unknown): Error {
  if (error instanceof InternalError) return error
  return unpack(pack(error))
}

function internal(crossed: CrossedError & { kind: 'internal' }): InternalError {
  const frames = crossed.stack
    .split('\n')
    .filter((line) => /^\s+at |^caused by /.test(line))
    .map(withoutData)
  const number = createHash('sha256')
    .update(`${crossed.name}\n${frames.slice(0, 3).join('\n')}`)
    .digest('hex')
    .slice(0, 6)
    .toUpperCase()
  return new InternalError(number, [`${crossed.name}: ${withoutData(crossed.message)}`, ...frames].join('\n'))
}

/** Takes out what may come from a row: Chinese text, long numbers, quoted values. */
function withoutData(text: string): string {
  return text
    .replace(/\p{Script=Han}[\p{Script=Han}·]*/gu, '□')
    .replace(/\d{6,}[\dXx]*/g, '#')
    .slice(0, 2000)
}
