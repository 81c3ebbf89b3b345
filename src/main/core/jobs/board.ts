import type { AppEvent, JobView } from '../../../shared/contract/jobs.ts'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import { shown } from './crossing.ts'
import type { Progress } from './protocol.ts'

/** Finished jobs that are kept, so that a screen that comes late still finds its result. */
const KEPT = 50

const CANCELLED: Partial<JobView> = { state: 'cancelled', message: '已取消' }

/** What a job's work may do with its entry on the board. */
export type JobHandle = {
  readonly id: string
  readonly signal: AbortSignal
  /** its turn has come */
  running(): void
  progress(progress: Progress): void
}

type Entry = { view: JobView; cancel: AbortController; settled: Promise<JobView> }

/** The long procedures that are waiting, running or done: what the task tray shows. */
export class JobBoard {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number
  readonly #newId: () => string
  readonly #emit: (event: AppEvent) => void
  readonly #report: (error: Error) => void

  constructor(parts: {
    now: () => number
    newId: () => string
    emit: (event: AppEvent) => void
    report: (error: Error) => void
  }) {
    this.#now = parts.now
    this.#newId = parts.newId
    this.#emit = parts.emit
    this.#report = parts.report
  }

  /** Enters a job and begins it; its outcome is on the board, never thrown. */
  start(procedure: string, label: string, work: (handle: JobHandle) => Promise<unknown>): string {
    const id = this.#newId()
    const cancel = new AbortController()
    const view: JobView = {
      id,
      procedure,
      label,
      state: 'waiting',
      step: '等待前一项任务',
      done: 0,
      total: null,
      unit: '',
      startedAt: new Date(this.#now()).toISOString(),
      finishedAt: null,
      message: null,
      refusal: null,
      result: null,
    }
    const handle: JobHandle = {
      id,
      signal: cancel.signal,
      running: () => this.#change(view, { state: 'running', step: '开始' }),
      progress: (progress) => {
        if (view.finishedAt === null) this.#change(view, { ...progress, state: 'running' })
      },
    }
    const settled = work(handle).then(
      (result) => this.#finish(view, { state: 'done', result }),
      (error: unknown) => this.#finish(view, this.#failure(error)),
    )
    this.#entries.set(id, { view, cancel, settled })
    this.#emit({ type: 'job', job: { ...view } })
    this.#forgetOldest()
    return id
  }

  list(): JobView[] {
    return [...this.#entries.values()].map((entry) => ({ ...entry.view })).reverse()
  }

  /** @throws Refusal `job.unknown` */
  get(id: string): JobView {
    return { ...this.#find(id).view }
  }

  /** Asks a job to stop at its next safe place. False where it had finished. */
  cancel(id: string): boolean {
    const entry = this.#find(id)
    if (entry.view.finishedAt !== null) return false
    entry.cancel.abort()
    this.#change(entry.view, { step: '正在取消' })
    return true
  }

  /** Resolves when the job is done, refused, failed or cancelled. */
  settled(id: string): Promise<JobView> {
    return this.#find(id).settled
  }

  /** Cancels every job under way (but `except`) and waits for them, at most `patience` milliseconds. */
  async cancelAll(patience: number, except?: string): Promise<void> {
    const open = [...this.#entries.values()].filter(
      ({ view }) => view.finishedAt === null && view.id !== except,
    )
    for (const entry of open) entry.cancel.abort()
    if (open.length === 0) return
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patience)
    })
    await Promise.race([Promise.all(open.map((entry) => entry.settled)), enough])
    clearTimeout(timer)
  }

  #find(id: string): Entry {
    const entry = this.#entries.get(id)
    if (entry === undefined)
      throw new Refusal('job.unknown', '找不到这项任务，可能已经完成很久或程序重启过。')
    return entry
  }

  #failure(error: unknown): Partial<JobView> {
    // Writers of files say it in their own words.
    if (isRefusal(error) && error.code.endsWith('.cancelled')) return CANCELLED
    if (isRefusal(error)) {
      return {
        state: 'refused',
        message: error.message,
        refusal: { code: error.code, params: { ...error.params } },
      }
    }
    const fault = shown(error)
    if (fault.name === 'Cancelled') return CANCELLED
    this.#report(fault)
    return { state: 'failed', message: fault.message }
  }

  #finish(view: JobView, change: Partial<JobView>): JobView {
    this.#change(view, { ...change, finishedAt: new Date(this.#now()).toISOString() })
    return { ...view }
  }

  #change(view: JobView, change: Partial<JobView>): void {
    Object.assign(view, change)
    this.#emit({ type: 'job', job: { ...view } })
  }

  #forgetOldest(): void {
    const finished = [...this.#entries.values()].filter((entry) => entry.view.finishedAt !== null)
    for (const entry of finished.slice(0, Math.max(0, finished.length - KEPT)))
      this.#entries.delete(entry.view.id)
  }
}
