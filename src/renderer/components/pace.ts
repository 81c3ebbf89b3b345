import type { JobView } from '../../shared/contract/jobs.ts'

/** Share done in whole percent (`null`: not known) and speed and time left in words. */
export function paceOf(job: JobView, nowMs: number): { percent: number | null; words: string } {
  const seconds = Math.max(0, (nowMs - Date.parse(job.startedAt)) / 1000)
  const known = job.total !== null && job.total > 0
  const percent = known ? Math.min(100, Math.floor((job.done / (job.total ?? 1)) * 100)) : null
  const words: string[] = []
  if (known) words.push(`${amount(job.done)}/${amount(job.total ?? 0)} ${job.unit}`)
  else if (job.done > 0) words.push(`${amount(job.done)} ${job.unit}`)
  if (seconds >= 2 && job.done > 0) {
    const speed = job.done / seconds
    words.push(`每秒 ${amount(Math.max(1, Math.round(speed)))} ${job.unit}`)
    if (known && job.done < (job.total ?? 0))
      words.push(`还要${timeText(((job.total ?? 0) - job.done) / speed)}`)
  }
  return { percent, words: words.join(' · ') }
}

/** `75` → `约 2 分钟`. */
export function timeText(seconds: number): string {
  if (seconds < 5) return '几秒'
  if (seconds < 60) return `约 ${Math.ceil(seconds / 5) * 5} 秒`
  if (seconds < 3600) return `约 ${Math.ceil(seconds / 60)} 分钟`
  return `约 ${Math.ceil(seconds / 3600)} 小时`
}

const amount = (n: number) => Math.round(n).toLocaleString('zh-CN')
