/** Rows of the employer and the agent list, with their planted mistakes at the end. */
import { AGENT_KIND_TEXT, EMPLOYER_KIND_TEXT, RECOGNISED_KIND_TEXT } from '../../../shared/text/registry.ts'
import type { Regions } from '../registry/regions.ts'
import { type AgentHeader, CELL, type EmployerHeader } from './headers.ts'
import type { Organisations } from './organisations.ts'
import type { DemoRow } from './people-rows.ts'

/** Employers, and four rows that are wrong. */
export function employerRows({ employers }: Organisations, regions: Regions): DemoRow<EmployerHeader>[] {
  const rows = employers.map((employer): DemoRow<EmployerHeader> => {
    const [recognition] = employer.recognitions
    return {
      cells: {
        单位名称: employer.name,
        统一社会信用代码: employer.creditCode,
        单位类型: EMPLOYER_KIND_TEXT[employer.kind],
        所在县: regions.longName(employer.county),
        地址: `${regions.fullName(employer.county) ?? ''}工业路${((employer.name.length * 7) % 90) + 1}号`,
        是否民营: employer.isPrivate === undefined ? undefined : employer.isPrivate ? CELL.yes : CELL.no,
        所属行业: employer.industry,
        法定代表人: employer.owner,
        联系人: employer.contact,
        联系电话: employer.phone,
        认定类型: recognition && RECOGNISED_KIND_TEXT[recognition.kind],
        认定日期: recognition?.on,
        认定文号: recognition && `演示〔${recognition.on.slice(0, 4)}〕1号`,
      },
      mistake: undefined,
      who: employer.name,
    }
  })
  const [a, b, c, d] = rows
  if (!a || !b || !c || !d) throw new Error('the demo county has at least four employers')
  const code = (row: DemoRow<EmployerHeader>) => String(row.cells.统一社会信用代码)
  const wrong = (
    row: DemoRow<EmployerHeader>,
    mistake: NonNullable<DemoRow<EmployerHeader>['mistake']>,
    suffix: string,
    cells: DemoRow<EmployerHeader>['cells'],
  ): DemoRow<EmployerHeader> => {
    const name = `${row.who}${suffix}`
    return { cells: { ...row.cells, 单位名称: name, ...cells }, mistake, who: name }
  }
  return [
    ...rows,
    wrong(a, 'code-check-digit', '（一分厂）', { 统一社会信用代码: swapLast(code(a)) }),
    wrong(b, 'code-length', '（二分厂）', { 统一社会信用代码: code(b).slice(0, 17) }),
    wrong(c, 'code-other-name', '（改名）', {}),
    wrong(d, 'employer-county-unknown', '（三分厂）', {
      所在县: '浙江省大义乌县',
      统一社会信用代码: undefined,
    }),
  ]
}

/** Agents, and two rows that are wrong. */
export function agentRows({ agents }: Organisations, regions: Regions): DemoRow<AgentHeader>[] {
  const rows = agents.map(
    (agent): DemoRow<AgentHeader> => ({
      cells: {
        机构名称: agent.name,
        统一社会信用代码: agent.creditCode,
        机构类型: AGENT_KIND_TEXT[agent.kind],
        所在县: regions.fullName(agent.county),
        许可证号: agent.licence,
        法定代表人: agent.owner,
        联系人: agent.owner,
        联系电话: agent.phone,
        开户行: agent.bank,
        账号: agent.account,
      },
      mistake: undefined,
      who: agent.name,
    }),
  )
  const [a] = rows
  if (!a) throw new Error('the demo county has agents')
  const name = `${a.who}（分部）`
  return [
    ...rows,
    {
      cells: {
        ...a.cells,
        机构名称: name,
        统一社会信用代码: `${String(a.cells.统一社会信用代码).slice(0, 16)}OO`,
      },
      mistake: 'agent-code-characters',
      who: name,
    },
    {
      cells: { ...a.cells, 机构名称: undefined, 统一社会信用代码: undefined },
      mistake: 'agent-name-missing',
      who: '',
    },
  ]
}

/** Another last character than the right one. */
function swapLast(code: string): string {
  return code.slice(0, 17) + (code.endsWith('1') ? '2' : '1')
}
