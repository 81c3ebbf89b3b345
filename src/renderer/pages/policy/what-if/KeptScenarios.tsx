import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import type { KeptScenario } from '../../../../shared/contract/scenarios.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { SidePanel } from '../../../components/SidePanel.tsx'
import { count, Digits, Moment, Money } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { CompareKept } from './CompareKept.tsx'
import { NameFields } from './NameFields.tsx'

/** Scenarios on record: open one, rename, remove with a reason, or lay two side by side. */
export function KeptScenarios({ onOpen, onClose }: { onOpen: (id: string) => void; onClose: () => void }) {
  const list = useQuery(api.scenarios.list.queryOptions({ input: {} }))
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [comparing, setComparing] = useState(false)
  const [renaming, setRenaming] = useState<KeptScenario | null>(null)
  const remove = async ({ id, name }: KeptScenario) => {
    const reason = await askReason({
      title: `删除情景“${name}”`,
      effect: '只删除这份保存的测算，不影响任何人的结果。',
      okText: '删除情景',
    })
    if (reason === null) return
    try {
      const { txId } = await client.scenarios.remove({ id, reason })
      setChosen((all) => all.filter((one) => one !== id))
      done(txId, `删除情景 ${name}`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  const toggle = (id: string) =>
    setChosen((all) => (all.includes(id) ? all.filter((one) => one !== id) : [...all, id].slice(-2)))
  // The questions stand beside the panel, not in it: their Esc must not close it.
  return (
    <>
      <SidePanel
        title="已存情景"
        subtitle="保存的是当天的数，以后台账变了也不变"
        onClose={onClose}
        actions={
          <Button size="small" disabled={chosen.length !== 2} onClick={() => setComparing(true)}>
            并排比较{chosen.length === 2 ? '' : '（勾两个）'}
          </Button>
        }
      >
        <Problem error={list.error} retry={() => void list.refetch()} />
        {list.isPending && <Skeleton active />}
        {list.data?.length === 0 && (
          <EmptyTeach title="还没有保存过情景">
            算出满意的方案后，点“保存为情景”，写报告、开会时随时打开。
          </EmptyTeach>
        )}
        <ul className="kept-list">
          {list.data?.map((one) => (
            <li key={one.id} className="card">
              <div className="row spread">
                <Checkbox checked={chosen.includes(one.id)} onChange={() => toggle(one.id)}>
                  <b>{one.name}</b>
                </Checkbox>
                <span className="faint">
                  <Moment at={one.keptAt} /> {one.keptBy}
                </span>
              </div>
              <div className="quiet">
                {one.benefits.map(({ id, name }) => `${id} ${name}`).join('、')}，截至{' '}
                <Digits>{one.asOf}</Digits>
              </div>
              <ul className="lines">
                {one.changes.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
              <div className="digits">
                {count(one.base.people)} → <b>{count(one.changed.people)}</b> {one.forPeople ? '人' : '家'}，
                <Money fen={one.base.amountFen} /> →{' '}
                <b>
                  <Money fen={one.changed.amountFen} />
                </b>{' '}
                元
              </div>
              {one.note !== '' && <div className="quiet">{one.note}</div>}
              <div className="row">
                <Button size="small" type="primary" onClick={() => onOpen(one.id)}>
                  打开
                </Button>
                <Button size="small" onClick={() => setRenaming(one)}>
                  改名
                </Button>
                <Button size="small" danger onClick={() => void remove(one)}>
                  删除
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </SidePanel>
      <Modal
        open={comparing && chosen.length === 2}
        onCancel={() => setComparing(false)}
        footer={null}
        width={880}
        title="并排比较两个情景"
        destroyOnHidden
      >
        {chosen.length === 2 && <CompareKept ids={[chosen[0] ?? '', chosen[1] ?? '']} />}
      </Modal>
      <Modal
        open={renaming !== null}
        onCancel={() => setRenaming(null)}
        footer={null}
        title="改名"
        width={480}
        destroyOnHidden
      >
        {renaming && (
          <NameFields
            name={renaming.name}
            note={renaming.note}
            okText="保存"
            save={async ({ name, note }) => {
              const { txId } = await client.scenarios.rename({ id: renaming.id, name, note })
              done(txId, `情景改名为 ${name}`)
              setRenaming(null)
            }}
          />
        )}
      </Modal>
    </>
  )
}
