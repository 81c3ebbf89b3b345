import { FolderOpenOutlined, SaveOutlined, UndoOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { z } from 'zod'
import {
  type ScenarioInput,
  type ScenarioPerson,
  scenarioResult,
} from '../../../../shared/contract/scenarios.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { useDone } from '../../../frame/undo.ts'
import { useDay } from '../../../state/day.ts'
import { useJob } from '../../../state/jobs.ts'
import { useStore } from '../../../state/store.ts'
import { Benefits } from './Benefits.tsx'
import { BothExplanations } from './BothExplanations.tsx'
import { Counties } from './Counties.tsx'
import { CumulativeChart } from './charts.tsx'
import { EMPTY_FORM, formOf, scenarioOf, whatIfForm } from './form.ts'
import { KeptScenarios } from './KeptScenarios.tsx'
import { MovedPeople } from './MovedPeople.tsx'
import { NameFields } from './NameFields.tsx'
import { Numbers } from './Numbers.tsx'
import { ScenarioForm } from './ScenarioForm.tsx'

/** A pause after the last key, so that a number being typed is not calculated digit by digit. */
const REST_MS = 400

const keepResult = z.object({ id: z.string(), txId: z.string() })

/** 情景测算: what a benefit would cost, and for whom, were something of it otherwise. Nothing is stored unless kept. */
export function WhatIf() {
  const { asOf: baseDay } = useDay()
  const { message } = App.useApp()
  const done = useDone()
  const [params, setParams] = useSearchParams()
  const form = useStore(whatIfForm)
  const documents = useQuery(api.policy.documents.queryOptions({ input: { asOf: form.asOf ?? baseDay } }))
  const changeable = useQuery({
    ...api.scenarios.changeable.queryOptions({
      input: { benefits: [form.benefit ?? '-'], asOf: form.asOf ?? baseDay },
    }),
    enabled: form.benefit !== null,
    placeholderData: (before) => before,
  })
  const wanted = params.get('benefit')
  useEffect(() => {
    if (wanted === null) return
    if (wanted !== whatIfForm.get().benefit) whatIfForm.set({ ...EMPTY_FORM, benefit: wanted })
    setParams({}, { replace: true })
  }, [wanted, setParams])

  const scenario = useMemo(
    () => scenarioOf(form, changeable.data ?? [], baseDay),
    [form, changeable.data, baseDay],
  )
  const ready = scenario !== null && changeable.data !== undefined
  const run = useRun(ready ? scenario : null)
  const [open, setOpen] = useState<ScenarioPerson | null>(null)
  const [showKept, setShowKept] = useState(false)
  const [keeping, setKeeping] = useState(false)
  const keep = useJob(keepResult)
  const openKept = async (id: string) => {
    try {
      const kept = await client.scenarios.get({ id })
      whatIfForm.set(formOf(kept.scenario))
      setShowKept(false)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  const { result } = run
  const changes = scenario?.changes?.length ?? 0
  return (
    <div className="what-if">
      <div className="what-if-left">
        <div className="row spread">
          <Button size="small" icon={<FolderOpenOutlined />} onClick={() => setShowKept(true)}>
            已存情景
          </Button>
          <Button
            size="small"
            icon={<UndoOutlined />}
            disabled={form.benefit === null}
            onClick={() => whatIfForm.set({ ...EMPTY_FORM, benefit: form.benefit })}
          >
            都改回来
          </Button>
        </div>
        <Problem error={documents.error ?? changeable.error} />
        <ScenarioForm
          form={form}
          onChange={whatIfForm.set}
          documents={documents.data ?? []}
          changeable={form.benefit === null ? [] : (changeable.data ?? [])}
          baseDay={baseDay}
        />
      </div>
      <div className="what-if-right" aria-busy={run.running}>
        <div className="row what-if-head">
          <div style={{ flex: 1, minWidth: 0 }}>
            {run.running ? (
              <JobProgress job={run.job} onCancel={run.cancel} />
            ) : (
              result &&
              !run.error && (
                <span className="quiet" data-testid="what-if-words">
                  {result.changes.length === 0 && form.asOf === null
                    ? '还没有改动，两边一样。改左边的数，马上看到差别。'
                    : [
                        ...result.changes,
                        ...(form.asOf === null ? [] : [`测算日 ${baseDay} → ${form.asOf}`]),
                      ].join('；')}
                  <span className="faint digits"> 用时 {result.seconds.toFixed(1)} 秒，没有改动台账</span>
                </span>
              )
            )}
          </div>
          <Button
            icon={<SaveOutlined />}
            disabled={
              !result ||
              Boolean(run.error) ||
              (changes === 0 && form.asOf === null && form.budgetFen === null)
            }
            onClick={() => setKeeping(true)}
          >
            保存为情景
          </Button>
        </div>
        <Problem error={run.error} />
        {form.benefit === null && (
          <EmptyTeach title="改一改，看看会怎样">
            左边选一项补贴，改它的金额、门槛、执行口径或测算日，右边马上并排给出：多少人、多少钱、哪个县、哪个月、超不超预算、谁多领谁少领。不改动台账，也不留记录；值得留的可以起名保存。
          </EmptyTeach>
        )}
        {result && scenario && form.benefit !== null && (
          <div className={run.running || run.error ? 'what-if-results stale' : 'what-if-results'}>
            <Numbers result={result} />
            <section className="card">
              <h2>
                逐月累计（元） <span className="quiet">按满足条件的月份，虚线是将满足的</span>
              </h2>
              <CumulativeChart
                months={result.budget?.months ?? result.months}
                lineFen={result.budget ? result.budget.amountFen - result.budget.grantedFen : null}
              />
            </section>
            <Benefits result={result} />
            <Counties result={result} benefit={form.benefit} />
            <MovedPeople result={result} scenario={scenario} onOpen={setOpen} />
          </div>
        )}
      </div>
      {open && scenario && (
        <BothExplanations
          key={open.personId ?? open.beneficiaryId}
          person={open}
          scenario={scenario}
          onClose={() => setOpen(null)}
        />
      )}
      {showKept && <KeptScenarios onOpen={(id) => void openKept(id)} onClose={() => setShowKept(false)} />}
      <Modal
        open={keeping}
        onCancel={() => setKeeping(false)}
        footer={null}
        title="保存为情景"
        width={480}
        destroyOnHidden
      >
        <NameFields
          name=""
          note=""
          okText="保存"
          save={async ({ name, note }) => {
            if (scenario === null) return
            const kept = await keep.start(() => client.scenarios.keep({ name, note, scenario }))
            if (kept === undefined) return
            done(kept.txId, `保存情景 ${name}`)
            setKeeping(false)
          }}
        />
        <Problem error={keep.error} />
      </Modal>
    </div>
  )
}

/** Calculates whenever the scenario comes to rest at something new; what was under way is cancelled. */
function useRun(scenario: ScenarioInput | null) {
  const job = useJob(scenarioResult)
  const key = scenario === null ? null : JSON.stringify(scenario)
  const latest = useRef(job)
  latest.current = job
  useEffect(() => {
    if (key === null) {
      latest.current.cancel()
      latest.current.reset()
      return
    }
    const timer = setTimeout(() => {
      latest.current.cancel()
      void latest.current.start(() => client.scenarios.run(JSON.parse(key) as ScenarioInput))
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [key])
  // Nobody waits for it any more.
  useEffect(() => () => latest.current.cancel(), [])
  // The last answer stays on the page until the next one is there.
  const last = useRef(job.result)
  if (job.result) last.current = job.result
  return { ...job, result: key === null ? undefined : last.current }
}
