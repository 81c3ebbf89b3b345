import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select, Skeleton } from 'antd'
import { useState } from 'react'
import type { Fund } from '../../../../shared/domain/policy.ts'
import { DESK_ACT_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDoneToMany } from '../../../frame/undo.ts'
import { FundFields } from '../batches/FundFields.tsx'
import { asked, type Chosen, narrowed } from './chosen.ts'
import { PlanView } from './PlanView.tsx'

const NEW = 'new'
type Fields = { fund?: Fund; budgetLineId?: string | null; title?: string; period?: string }

/** Puts the chosen claims of one benefit into a new batch or an open one, after showing who goes in. */
export function BatchDialog({ chosen, onClose }: { chosen: Chosen; onClose: (done: boolean) => void }) {
  const among = useQuery(api.claims.totals.queryOptions({ input: narrowed(chosen, {}) }))
  const waiting = useQuery(api.batches.waiting.queryOptions({ input: {} }))
  const [wanted, setBenefit] = useState<string>()
  const [into, setInto] = useState(NEW)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const [form] = Form.useForm<Fields>()
  const done = useDoneToMany()
  const benefits = among.data?.byBenefit ?? []
  // First what can be batched at all.
  const benefit =
    wanted ??
    (benefits.find((one) => waiting.data?.some((row) => row.benefit === one.benefit)) ?? benefits[0])?.benefit
  const ready = waiting.data !== undefined && benefit !== undefined
  const row = waiting.data?.find((one) => one.benefit === benefit)
  const input = { benefit: benefit ?? '', ...asked(chosen) }
  const plan = useQuery({
    ...api.batches.plan.queryOptions({ input, gcTime: 0, staleTime: 0 }),
    enabled: ready,
  })
  const open = useQuery({
    ...api.batches.list.queryOptions({
      input: { state: 'open', benefit: benefit ?? '', offset: 0, limit: 50 },
    }),
    enabled: ready,
  })
  const able = plan.data?.able ?? 0
  const perform = async (fields: Fields) => {
    if (into === NEW && fields.fund === undefined) return
    setBusy(true)
    setFailed(undefined)
    try {
      if (into === NEW && fields.fund !== undefined) {
        const made = await client.batches.create({
          ...input,
          fund: fields.fund,
          budgetLineId: fields.budgetLineId ?? null,
          title: fields.title?.trim() ?? '',
          period: fields.period?.trim() || null,
        })
        done(made.txId, `编成批次 ${made.number}，${count(made.able)} 份`)
      } else {
        const added = await client.batches.add({ batchId: into, ...asked(chosen) })
        done(added.txId, `加入批次 ${count(added.able)} 份`)
      }
      onClose(true)
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={600}
      title={`${DESK_ACT_TEXT.batch.name}（选了 ${count(chosen.count)} 份）`}
      okText={into === NEW ? `编成批次，${count(able)} 份` : `加入批次，${count(able)} 份`}
      cancelText="不做了"
      okButtonProps={{ disabled: able === 0, loading: busy }}
      onOk={() => form.submit()}
      onCancel={() => onClose(false)}
    >
      <p className="quiet">{DESK_ACT_TEXT.batch.effect}一个批次只装一个项目。</p>
      <Problem error={among.error ?? waiting.error ?? plan.error ?? open.error} />
      {!ready && !among.error && !waiting.error && <Skeleton active paragraph={{ rows: 3 }} />}
      {ready && (
        <Form<Fields>
          key={benefit}
          form={form}
          layout="vertical"
          requiredMark={false}
          style={{ marginTop: 10 }}
          initialValues={row?.funds.length === 1 && row.funds[0] ? { fund: row.funds[0] } : {}}
          onFinish={(fields) => void perform(fields)}
        >
          <Form.Item label="项目">
            <Select
              aria-label="批次的项目"
              value={benefit}
              options={benefits.map((one) => ({
                value: one.benefit,
                label: `${one.benefit}（选中的有 ${count(one.count)} 份）`,
              }))}
              onChange={(id: string) => {
                setBenefit(id)
                setInto(NEW)
              }}
            />
          </Form.Item>
          {plan.data && <PlanView plan={plan.data} />}
          {able > 0 && (
            <>
              <Form.Item label="编到哪里" style={{ marginTop: 10 }}>
                <Select
                  aria-label="编到哪里"
                  value={into}
                  options={[
                    { value: NEW, label: '新编一个批次' },
                    ...(open.data?.rows ?? []).map((batch) => ({
                      value: batch.id,
                      label: `${batch.number} ${batch.title}（${count(batch.count)} 份）`,
                    })),
                  ]}
                  onChange={setInto}
                />
              </Form.Item>
              {into === NEW && (
                <>
                  <FundFields benefit={benefit} funds={row?.funds ?? []} />
                  <div className="two">
                    <Form.Item label="名称" name="title">
                      <Input maxLength={80} placeholder="空着就用项目和编号" />
                    </Form.Item>
                    <Form.Item label="所属期间" name="period">
                      <Input maxLength={20} placeholder="如 2022、2022-06" />
                    </Form.Item>
                  </div>
                </>
              )}
            </>
          )}
        </Form>
      )}
      <Problem error={failed} />
    </Modal>
  )
}
