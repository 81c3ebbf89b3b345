import { monotonicFactory } from 'ulid'
import type { ThreadData } from './jobs/protocol.ts'
import type { Surroundings } from './procedure.ts'

const SHANGHAI_OFFSET = 8 * 3600_000

/**
 * Clock, ids and folders for one thread. With `fixedNow` the clock stands still.
 * China has had no summer time since 1991 and the app never asks for an earlier "today", so UTC+8 is exact.
 */
export function surroundingsOf(data: ThreadData): Surroundings {
  const { fixedNow } = data
  const now = fixedNow === undefined ? () => Date.now() : () => fixedNow
  const ulid = monotonicFactory()
  return {
    now,
    today: () => new Date(now() + SHANGHAI_OFFSET).toISOString().slice(0, 10),
    newId: () => ulid(now()),
    resources: data.resources,
  }
}
