import type { AgentKind, EmployerKind } from '../domain/policy.ts'
import { AGENT_KIND_TEXT, EMPLOYER_KIND_TEXT } from './registry.ts'

/** Choices that packs give for a reading, as a clerk says them. */
const CHOICES: Readonly<Record<string, string>> = {
  year: '每年一次',
  fair: '每场招聘会一次',
  began: '只数当年新开始工作的人',
  lasted: '当年在岗的人都数',
}

/** Words of one code of a reading: a choice, a kind of employer or of agent; `undefined` for anything else. */
export function readingCodeText(code: string): string | undefined {
  return CHOICES[code] ?? EMPLOYER_KIND_TEXT[code as EmployerKind] ?? AGENT_KIND_TEXT[code as AgentKind]
}
