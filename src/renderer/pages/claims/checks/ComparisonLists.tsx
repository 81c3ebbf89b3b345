import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select, Skeleton } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import {
  type ComparisonListView,
  type ListImported,
  listImported,
} from '../../../../shared/contract/checks.ts'
import { fileRef } from '../../../../shared/contract/files.ts'
import { COMPARISON_KINDS, type ComparisonKind } from '../../../../shared/domain/claim-states.ts'
import { COMPARISON_KIND_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { saveFile } from '../../../components/save-file.ts'
import { count, Digits, momentText } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useDay } from '../../../state/day.ts'
import { finishedJob, useJob } from '../../../state/jobs.ts'

/** `replaces`: the older list whose place it takes. */
type Picked = { token: string; name: string; replaces: ComparisonListView | undefined }
type Fields = { kind: ComparisonKind; name: string; givenBy: string; asOf: string; reason?: string }

/** 比对名单: deaths, public servants and the like, as other offices gave them. A match is for a person to decide. */
export function ComparisonLists({ chooser }: { chooser: ReactNode }) {
  const answer = useQuery(api.checks.lists.queryOptions({ input: {} }))
  const input = useRef<HTMLInputElement>(null)
  const [picked, setPicked] = useState<Picked>()
  const [removing, setRemoving] = useState<ComparisonListView>()
  const [problem, setProblem] = useState<unknown>()
  const [taken, setTaken] = useState<ListImported>()
  const job = useJob(listImported)
  const replacing = useRef<ComparisonListView>(undefined)
  const pick = async (file: File | undefined) => {
    if (file === undefined) return
    setProblem(undefined)
    setTaken(undefined)
    try {
      const { token } = await client.files.put({ file })
      setPicked({ token, name: file.name, replaces: replacing.current })
    } catch (error) {
      setProblem(error)
    }
  }
  const chooseFile = (replaces?: ComparisonListView) => {
    replacing.current = replaces
    input.current?.click()
  }
  const open = async (id: string) => {
    setProblem(undefined)
    try {
      const { jobId } = await client.checks.openList({ id })
      await saveFile(fileRef.parse(await finishedJob(jobId)))
    } catch (error) {
      setProblem(error)
    }
  }
  const choose = (
    <Button type="primary" onClick={() => chooseFile()}>
      导入名单
    </Button>
  )
  const lists = answer.data ?? []
  return (
    <>
      <div className="toolbar">
        {chooser}
        <span className="quiet">对上的一律由人核实后决定，不会自动拒绝任何人</span>
        <span className="spring" />
        {lists.length > 0 && choose}
        <input
          ref={input}
          type="file"
          hidden
          accept=".xlsx,.csv"
          aria-label="比对名单文件"
          data-testid="comparison-file"
          onChange={(event) => {
            void pick(event.target.files?.[0])
            event.target.value = ''
          }}
        />
      </div>
      <div className="duty-scroll">
        <Problem error={problem ?? job.error ?? answer.error} retry={() => void answer.refetch()} />
        {job.running && <JobProgress job={job.job} onCancel={job.cancel} />}
        {taken && <Taken taken={taken} />}
        {answer.isPending && <Skeleton active style={{ padding: 16 }} />}
        {answer.data && lists.length === 0 && (
          <EmptyTeach title="还没有比对名单" actions={choose}>
            把民政、公安、组织等部门给的名单（死亡人员、财政供养人员、国企人员、村干部及家属）导入这里：.xlsx
            或 .csv，有“身份证号”一列即可。核对时对上的申领会暂缓，等人核实。
          </EmptyTeach>
        )}
        {lists.length > 0 && (
          <table className="plain-table" aria-label="比对名单">
            <thead>
              <tr>
                <th>种类</th>
                <th>名单</th>
                <th>提供单位</th>
                <th>截至</th>
                <th className="num">行数</th>
                <th className="num">对上</th>
                <th>导入</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {lists.map((list) => (
                <tr key={list.id}>
                  <td className="nowrap">{COMPARISON_KIND_TEXT[list.kind]}</td>
                  <td>
                    {list.name}
                    <div>
                      {list.fileName === null ? (
                        <span className="faint">原件不在本台账中</span>
                      ) : (
                        <button
                          type="button"
                          className="as-link"
                          title="打开导入时的原件"
                          onClick={() => void open(list.id)}
                        >
                          {list.fileName}
                        </button>
                      )}
                    </div>
                  </td>
                  <td>{list.givenBy}</td>
                  <td className="nowrap">
                    <Digits>{list.asOf}</Digits>
                  </td>
                  <td className="num">{count(list.rowCount)}</td>
                  <td className="num">{count(list.matches)}</td>
                  <td className="quiet">
                    <Digits>{momentText(list.importedAt)}</Digits> {list.importedBy}
                  </td>
                  <td className="nowrap">
                    <div className="row">
                      <RoleButton needs="reviewer" size="small" onClick={() => chooseFile(list)}>
                        换成新的
                      </RoleButton>
                      <RoleButton needs="reviewer" size="small" danger onClick={() => setRemoving(list)}>
                        移除
                      </RoleButton>
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {picked && (
        <ImportForm
          picked={picked}
          take={async ({ reason, ...fields }) => {
            const { token, replaces } = picked
            const made = await job.start(() =>
              client.checks.importList({
                token,
                ...fields,
                ...(replaces === undefined ? {} : { replaces: { id: replaces.id, reason: reason ?? '' } }),
              }),
            )
            if (made) setTaken(made)
            await answer.refetch()
          }}
          onClose={() => setPicked(undefined)}
        />
      )}
      {removing && (
        <RemoveForm
          list={removing}
          onClose={() => {
            setRemoving(undefined)
            void answer.refetch()
          }}
        />
      )}
    </>
  )
}

function Taken({ taken }: { taken: ListImported }) {
  return (
    <div className="card" role="status" style={{ margin: 12 }}>
      已导入 {count(taken.rows)} 行，其中 {count(taken.matches)} 人在本台账中。
      {taken.refused > 0 && (
        <>
          没有采用 {count(taken.refused)} 行：
          {taken.refusedRows.map(({ row, reason }) => `第 ${row} 行${reason}`).join('；')}。
        </>
      )}
    </div>
  )
}

function ImportForm({
  picked,
  take,
  onClose,
}: {
  picked: Picked
  take: (fields: Fields) => Promise<void>
  onClose: () => void
}) {
  const { asOf } = useDay()
  const { replaces } = picked
  return (
    <FormDialog<Fields>
      title={replaces === undefined ? '导入比对名单' : `换掉比对名单：${replaces.name}`}
      okText={replaces === undefined ? '导入这份名单' : '换成这份名单'}
      danger={replaces !== undefined}
      initial={{
        kind: replaces?.kind ?? 'deaths',
        name: picked.name.replace(/\.[^.]+$/, ''),
        givenBy: replaces?.givenBy ?? '',
        asOf,
      }}
      save={take}
      onClose={onClose}
    >
      {replaces !== undefined && (
        <>
          <p style={{ marginBottom: 10 }}>
            原来的 {count(replaces.rowCount)} 行和原件会从台账中清除，换成“{picked.name}
            ”里的；已经开的暂缓仍要由人逐项解除。
          </p>
          <Form.Item
            name="reason"
            label="为什么换"
            rules={[{ required: true, min: 2, whitespace: true, message: '请写明原因' }]}
          >
            <Input maxLength={200} placeholder="如 民政局更正了名单" />
          </Form.Item>
        </>
      )}
      <Form.Item name="kind" label="种类">
        <Select options={COMPARISON_KINDS.map((value) => ({ value, label: COMPARISON_KIND_TEXT[value] }))} />
      </Form.Item>
      <Form.Item name="name" label="名单名称">
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item
        name="givenBy"
        label="提供单位"
        rules={[{ required: true, min: 2, message: '请写明哪个单位提供' }]}
      >
        <Input maxLength={60} placeholder="如 县民政局" />
      </Form.Item>
      <Form.Item
        name="asOf"
        label="名单截至（YYYY-MM-DD）"
        rules={[{ required: true, pattern: /^\d{4}-\d{2}-\d{2}$/, message: '日期应为 2022-06-30 的写法' }]}
      >
        <Input maxLength={10} />
      </Form.Item>
    </FormDialog>
  )
}

function RemoveForm({ list, onClose }: { list: ComparisonListView; onClose: () => void }) {
  const done = useDone()
  return (
    <FormDialog<{ reason: string }>
      title={`移除比对名单：${list.name}`}
      okText="移除这份名单"
      danger
      initial={{ reason: '' }}
      save={async ({ reason }) => {
        await client.checks.removeList({ id: list.id, reason })
        // Its lines are gone for good, so nothing is offered to be undone.
        done(null, `已移除“${list.name}”`)
      }}
      onClose={onClose}
    >
      <p>{count(list.rowCount)} 行名单和原件会从台账中清除，以后不再比对；已经开的暂缓仍要由人逐项解除。</p>
      <Form.Item name="reason" label="原因" rules={[{ required: true, min: 2, message: '请写明原因' }]}>
        <Input.TextArea rows={2} maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
