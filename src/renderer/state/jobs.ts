import { useCallback, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { JobView } from '../../shared/contract/jobs.ts'
import { client } from '../client.ts'
import { createStore, useStore } from './store.ts'

/** All jobs of this session that the screens know of, newest first. */
const jobs = createStore<readonly JobView[]>([])
/** Jobs whose page waits for them; the tray does not announce these a second time. */
const awaited = new Set<string>()
const waiting = new Map<string, Set<(job: JobView) => void>>()

const FINISHED = new Set<JobView['state']>(['done', 'refused', 'failed', 'cancelled'])
export const isFinished = (job: JobView) => FINISHED.has(job.state)

/** Takes in a job as the ledger tells it. A finished job never goes back to running by a late message. */
export function jobSeen(job: JobView): void {
  const before = jobs.get().find((one) => one.id === job.id)
  if (before && isFinished(before) && !isFinished(job)) return
  jobs.set((all) => [job, ...all.filter((one) => one.id !== job.id)].sort(newestFirst))
  if (!isFinished(job)) return
  for (const tell of waiting.get(job.id) ?? []) tell(job)
  waiting.delete(job.id)
}

export function jobsKnown(list: readonly JobView[]): void {
  for (const job of list) jobSeen(job)
}

/** Forgets the finished ones in the tray. */
export function clearFinished(): void {
  jobs.set((all) => all.filter((job) => !isFinished(job)))
}

export function forgetAllJobs(): void {
  jobs.set([])
}

export function useJobs(): readonly JobView[] {
  return useStore(jobs)
}

export const isAwaited = (id: string) => awaited.has(id)

function newestFirst(a: JobView, b: JobView): number {
  return b.startedAt.localeCompare(a.startedAt)
}

async function finished(jobId: string): Promise<JobView> {
  const known = jobs.get().find((job) => job.id === jobId)
  if (known && isFinished(known)) return known
  const ended = new Promise<JobView>((tell) => {
    const tellers = waiting.get(jobId) ?? new Set()
    tellers.add(tell)
    waiting.set(jobId, tellers)
  })
  // The job may have ended before the stream spoke of it.
  jobSeen(await client.jobs.get({ jobId }))
  return ended
}

/** Waits for a short job that its own place shows; the tray does not speak of it. @throws JobFailure */
export async function finishedJob(jobId: string): Promise<unknown> {
  awaited.add(jobId)
  const job = await finished(jobId)
  if (job.state !== 'done') throw new JobFailure(job)
  return job.result
}

/** How a job ended without a result. `message` is Chinese and complete. */
export class JobFailure extends Error {
  readonly job: JobView
  constructor(job: JobView) {
    super(job.message ?? (job.state === 'cancelled' ? '已取消，没有留下任何改动。' : '没有做成。'))
    this.name = 'JobFailure'
    this.job = job
  }
}

export type JobRun<R> = {
  /** the job while it runs and after it ended; `undefined` before the first start */
  job: JobView | undefined
  running: boolean
  result: R | undefined
  error: unknown
  start(begin: () => Promise<{ jobId: string }>): Promise<R | undefined>
  cancel(): void
  reset(): void
}

/** Starts one job at a time and follows it to its end. Failures go to `error`; `start` then gives `undefined`. */
export function useJob<R>(result: z.ZodType<R>): JobRun<R> {
  const [jobId, setJobId] = useState<string>()
  const [state, setState] = useState<{ running: boolean; result?: R; error?: unknown }>({ running: false })
  const list = useJobs()
  const turn = useRef(0)
  const schema = useRef(result)
  const current = useRef<string>(undefined)
  useEffect(
    () => () => {
      // The page is gone: from now on the tray tells how it ended.
      turn.current++
      const id = current.current
      const ended = jobs.get().some((job) => job.id === id && isFinished(job))
      if (id && !ended) awaited.delete(id)
    },
    [],
  )

  const start = useCallback(async (begin: () => Promise<{ jobId: string }>) => {
    const mine = ++turn.current
    setState({ running: true })
    try {
      const { jobId: started } = await begin()
      if (mine === turn.current) {
        awaited.add(started)
        current.current = started
        setJobId(started)
      }
      const job = await finished(started)
      if (job.state !== 'done') throw new JobFailure(job)
      const value = schema.current.parse(job.result)
      if (mine !== turn.current) {
        awaited.delete(started)
        return undefined
      }
      setState({ running: false, result: value })
      return value
    } catch (error) {
      if (mine === turn.current) setState({ running: false, error })
      return undefined
    }
  }, [])

  const cancel = useCallback(() => {
    if (jobId) void client.jobs.cancel({ jobId })
  }, [jobId])
  const reset = useCallback(() => {
    turn.current++
    setJobId(undefined)
    setState({ running: false })
  }, [])

  return {
    job: list.find((job) => job.id === jobId),
    running: state.running,
    result: state.result,
    error: state.error,
    start,
    cancel,
    reset,
  }
}
