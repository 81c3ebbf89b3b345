import { ORPCError } from '@orpc/client'
import { isRefusal } from '../../shared/domain/refusal.ts'
import { JobFailure } from '../state/jobs.ts'

/** An error as a clerk is told it: what and what to do, and the technical part apart. */
export type ProblemText = { text: string; next: string | null; technical: string; refused: boolean }

/** Puts any error into words. Refusals carry their own complete sentence. */
export function problemOf(error: unknown): ProblemText {
  if (error instanceof JobFailure) {
    const { job } = error
    const refused = job.state !== 'failed'
    return {
      text: error.message,
      next: refused ? null : NEXT_INTERNAL,
      technical: `${job.procedure} ${job.state} ${job.refusal?.code ?? ''} ${job.id}`,
      refused,
    }
  }
  if (isRefusal(error)) return { text: error.message, next: null, technical: error.code, refused: true }
  if (error instanceof ORPCError) {
    const technical = `${error.code} ${error.status} ${technicalOf(error.data)}`
    if (error.code === 'REFUSED') return { text: error.message, next: null, technical, refused: true }
    if (error.code === 'LOCKED')
      return { text: '台账已锁定。', next: '请输入口令重新打开。', technical, refused: true }
    if (error.code === 'BAD_REQUEST') {
      const said = chineseIssues(error.data)
      return { text: said || '填写的内容不合要求。', next: '请改正后再试。', technical, refused: true }
    }
    if (error.code === 'UNAUTHORIZED' || error.code === 'FORBIDDEN')
      return {
        text: '这个页面的登录已失效。',
        next: '请关闭此页，从程序里重新打开台账。',
        technical,
        refused: true,
      }
    return { text: '程序内部出错，这一步没有做成。', next: NEXT_INTERNAL, technical, refused: false }
  }
  if (error instanceof TypeError && /fetch|network/i.test(error.message))
    return {
      text: '与台账程序的连接断开了，这一步没有做成。',
      next: '程序会自动重连；若一直连不上，请重新启动程序。',
      technical: String(error),
      refused: false,
    }
  return {
    text: '程序内部出错，这一步没有做成。',
    next: NEXT_INTERNAL,
    technical: error instanceof Error ? (error.stack ?? error.message) : String(error),
    refused: false,
  }
}

const NEXT_INTERNAL = '台账没有改动。请再试一次；仍不行时，把下面的技术信息交给维护人员。'

function technicalOf(data: unknown): string {
  try {
    return data === undefined ? '' : JSON.stringify(data)
  } catch {
    return String(data)
  }
}

function chineseIssues(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues))
    return ''
  const texts = data.issues
    .map((issue: unknown) =>
      typeof issue === 'object' && issue !== null && 'message' in issue ? String(issue.message) : '',
    )
    .filter((text) => /\p{Script=Han}/u.test(text))
  return [...new Set(texts)].join('；')
}
