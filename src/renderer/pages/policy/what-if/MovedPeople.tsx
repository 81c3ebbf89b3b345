import { ExportOutlined } from '@ant-design/icons'
import { App, Button, Segmented } from 'antd'
import { useState } from 'react'
import { fileRef } from '../../../../shared/contract/files.ts'
import type { ScenarioInput, ScenarioPerson, ScenarioResult } from '../../../../shared/contract/scenarios.ts'
import type { Move } from '../../../../shared/domain/scenario.ts'
import { MOVE_TEXT } from '../../../../shared/text/scenario.ts'
import { client } from '../../../client.ts'
import { OutcomeTag } from '../../../components/OutcomeTag.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { saveFile } from '../../../components/save-file.ts'
import { count, Money } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'

/** Who begins or ceases to be paid, and who is paid more or less; each opens the reasons of both sides. */
export function MovedPeople({
  result,
  scenario,
  onOpen,
}: {
  result: ScenarioResult
  scenario: ScenarioInput
  onOpen: (person: ScenarioPerson) => void
}) {
  const { message } = App.useApp()
  const exporting = useJob(fileRef)
  const lists = result.moved.filter(({ total }) => total > 0)
  const [chosen, choose] = useState<Move | null>(null)
  const list = lists.find(({ move }) => move === chosen) ?? lists[0]
  const doExport = async () => {
    const file = await exporting.start(() => client.scenarios.export(scenario))
    if (file) await saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
  }
  const all = lists.reduce((sum, { total }) => sum + total, 0)
  return (
    <section className="card">
      <h2>
        {result.forPeople ? '谁有变化' : '哪些单位有变化'}
        {list && lists.length > 0 && (
          <Segmented<Move>
            size="small"
            value={list.move}
            aria-label="哪一种变化"
            options={lists.map(({ move, total }) => ({
              value: move,
              label: `${MOVE_TEXT[move]} ${count(total)}`,
            }))}
            onChange={choose}
          />
        )}
        <span className="spring" />
        <Button
          size="small"
          icon={<ExportOutlined />}
          loading={exporting.running}
          onClick={() => void doExport()}
        >
          导出{all > 0 ? `（含全部 ${count(all)} 条名单）` : ''}
        </Button>
      </h2>
      <Problem error={exporting.error} />
      {!list && <p className="quiet">两边一样，没有人因此多领或少领。</p>}
      {list && (
        <>
          <table className="plain-table" data-testid="what-if-moved">
            <thead>
              <tr>
                <th>{result.forPeople ? '姓名' : '单位'}</th>
                <th>户籍地</th>
                <th>务工地</th>
                <th>现在</th>
                <th className="num">元</th>
                <th>改后</th>
                <th className="num">元</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((person) => (
                <tr key={`${person.personId ?? person.beneficiaryId}-${person.benefit}`}>
                  <td>
                    <button type="button" className="door-button" onClick={() => onOpen(person)}>
                      {person.name}
                    </button>{' '}
                    <span className="faint digits">{person.idMasked?.slice(-4)}</span>
                  </td>
                  <td>{person.homeText || <span className="faint">—</span>}</td>
                  <td>{person.workText || <span className="faint">—</span>}</td>
                  <td>
                    <OutcomeTag outcome={person.base.outcome} on={person.base.on} />
                  </td>
                  <td className="num">
                    <Money fen={person.base.amountFen} />
                  </td>
                  <td>
                    <OutcomeTag outcome={person.changed.outcome} on={person.changed.on} />
                  </td>
                  <td className="num">
                    <Money fen={person.changed.amountFen} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {list.total > list.rows.length && (
            <p className="quiet what-if-small">
              这里列出前 {count(list.rows.length)} 条，共 {count(list.total)} 条；全部名单在导出的工作簿里。
            </p>
          )}
        </>
      )}
    </section>
  )
}
