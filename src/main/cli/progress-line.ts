import type { JobView } from '../../shared/contract/jobs.ts'
import { displayWidth } from './table.ts'

/** One line on the terminal that is written over and over: what is done, how much, how fast. */
export class ProgressLine {
  readonly #write: (text: string) => void
  #width = 0

  constructor(write: (text: string) => void) {
    this.#write = write
  }

  show(job: Pick<JobView, 'label' | 'step' | 'done' | 'total' | 'unit'>): void {
    const amount =
      job.total === null
        ? job.done > 0
          ? `${job.done}${job.unit}`
          : ''
        : `${job.done}/${job.total}${job.unit}（${job.total === 0 ? 100 : Math.floor((job.done / job.total) * 100)}%）`
    const text = `${job.label}：${job.step} ${amount}`.trimEnd()
    const width = displayWidth(text)
    this.#write(`\r${text}${' '.repeat(Math.max(0, this.#width - width))}`)
    this.#width = width
  }

  clear(): void {
    if (this.#width === 0) return
    this.#write(`\r${' '.repeat(this.#width)}\r`)
    this.#width = 0
  }
}
