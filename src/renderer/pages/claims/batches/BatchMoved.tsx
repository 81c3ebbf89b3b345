import { useQuery } from '@tanstack/react-query'
import { App, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  type BatchDetail,
  type BatchLook,
  batchLook,
  type MovedClaim,
} from '../../../../shared/contract/batches.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { OutcomeTag } from '../../../components/OutcomeTag.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { count, Digits, Money, momentText } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useJob } from '../../../state/jobs.ts'

/** 变化核对 of the whole batch: which claims' facts have moved since they were drafted, and what to do with them. */
export function BatchMoved({ batch }: { batch: BatchDetail }) {
  const kept = useQuery(api.batches.latestLook.queryOptions({ input: { id: batch.id } }))
  const job = useJob(batchLook)
  const look = kept.data
  const start = async () => {
    await job.start(() => client.batches.look({ id: batch.id }))
    await kept.refetch()
  }
  if (batch.count === 0 || batch.state === 'paid' || batch.state === 'dissolved') return null
  return (
    <section className="card" id="batch-moved" aria-label="变化核对">
      <h2>
        变化核对
        <span className="quiet">
          {look ? <Told look={look} /> : '生成申领之后台账有没有变，审批前要核对一遍'}
        </span>
        <span className="spring" />
        <Button
          size="small"
          type={look?.current ? 'default' : 'primary'}
          disabled={job.running}
          onClick={() => void start()}
        >
          {look ? '再核对一遍' : '核对变化'}
        </Button>
      </h2>
      <Problem error={job.error ?? kept.error} retry={() => void kept.refetch()} />
      {job.running && <JobProgress job={job.job} onCancel={job.cancel} />}
      {look && look.moved.length > 0 && <Moved batch={batch} moved={look.moved} />}
    </section>
  )
}

function Told({ look }: { look: BatchLook }) {
  const when = (
    <span className="faint digits">
      {look.lookedBy} {momentText(look.lookedAt)}
    </span>
  )
  if (!look.current)
    return (
      <>
        <b className="warn-text">! 核对之后资料、标准或批次又有改动，请再核对一遍</b> {when}
      </>
    )
  return (
    <>
      核对 {count(look.looked)} 份，
      {look.moved.length === 0 ? (
        <span className="good">✓ 都与生成时一致</span>
      ) : (
        <b className="warn-text">! {count(look.moved.length)} 份与生成时不一致</b>
      )}{' '}
      {when}
    </>
  )
}

function Moved({ batch, moved }: { batch: BatchDetail; moved: readonly MovedClaim[] }) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const wanted = moved.filter(({ claimId }) => chosen.has(claimId))
  const gone = batch.state === 'sent'
  const choose = (ids: readonly string[], on: boolean) => {
    const next = new Set(chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setChosen(next)
  }
  const aside = async () => {
    const reason = await askReason({
      title: `暂缓并移出 ${count(wanted.length)} 份`,
      effect: `这 ${count(wanted.length)} 份离开批次 ${batch.number} 并暂缓，核实后解除暂缓，再编入别的批次；批次里其余的继续办理。`,
      okText: `暂缓并移出 ${count(wanted.length)} 份`,
    })
    if (reason === null) return
    try {
      const made = await client.batches.setAside({
        batchId: batch.id,
        ids: wanted.map(({ claimId }) => claimId),
        reason,
      })
      done(made.txId, `暂缓并移出 ${count(made.setAside)} 份`)
      setChosen(new Set())
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <>
      <div className="finding-scroll">
        <table className="plain-table" aria-label="有变化的申领">
          <thead>
            <tr>
              {!gone && (
                <th>
                  <Checkbox
                    aria-label="全选有变化的申领"
                    checked={wanted.length === moved.length}
                    indeterminate={wanted.length > 0 && wanted.length < moved.length}
                    onChange={({ target }) =>
                      choose(
                        moved.map(({ claimId }) => claimId),
                        target.checked,
                      )
                    }
                  />
                </th>
              )}
              <th>申领</th>
              <th>结果</th>
              <th>变了什么</th>
              <th>生成时</th>
              <th>现在</th>
            </tr>
          </thead>
          <tbody>
            {moved.map((claim) => (
              <MovedRows
                key={claim.claimId}
                claim={claim}
                box={
                  gone ? null : (
                    <Checkbox
                      aria-label={`选 ${claim.name}`}
                      checked={chosen.has(claim.claimId)}
                      onChange={({ target }) => choose([claim.claimId], target.checked)}
                    />
                  )
                }
              />
            ))}
          </tbody>
        </table>
      </div>
      {!gone && (
        <div className="row row-wrap" style={{ marginTop: 8 }}>
          <Button size="small" danger disabled={wanted.length === 0} onClick={() => void aside()}>
            暂缓并移出{wanted.length > 0 && ` ${count(wanted.length)} 份`}…
          </Button>
          <span className="quiet">或在办结时写明理由，理由记入每份申领的经过</span>
        </div>
      )}
    </>
  )
}

/** One claim, a line for each thing that moved. The outcome stands in a column of its own. */
function MovedRows({ claim, box }: { claim: MovedClaim; box: React.ReactNode }) {
  const told = claim.differences.filter(({ label }) => label !== '结果')
  const lines = told.length === 0 ? [{ label: '—', before: '', now: '' }] : told
  return lines.map((one, i) => (
    <tr key={one.label} className={i === 0 ? undefined : 'moved-more'}>
      {i === 0 && (
        <>
          {box !== null && <td rowSpan={lines.length}>{box}</td>}
          <td rowSpan={lines.length} className="nowrap">
            <Link className="door" to={`/claims/one/${claim.claimId}`}>
              {claim.name}
            </Link>
            <div>
              <Digits>{claim.number}</Digits>
            </div>
            {claim.personId !== null && (
              <Link className="door quiet" to={`/people/${claim.personId}`}>
                看人员资料
              </Link>
            )}
          </td>
          <td rowSpan={lines.length} className="nowrap">
            <Answer of={claim.before} />
            {isSame(claim) ? (
              <div className="quiet">没有变</div>
            ) : (
              <div style={{ marginTop: 3 }}>
                → {claim.now === null ? <b className="bad">现在算不出结果</b> : <Answer of={claim.now} />}
              </div>
            )}
          </td>
        </>
      )}
      <td>{one.label}</td>
      <td>{one.before}</td>
      <td>
        <b>{one.now}</b>
      </td>
    </tr>
  ))
}

function isSame({ before, now }: MovedClaim): boolean {
  return now !== null && now.outcome === before.outcome && now.amountFen === before.amountFen
}

function Answer({ of }: { of: MovedClaim['before'] }) {
  return (
    <>
      <OutcomeTag outcome={of.outcome} />
      {of.amountFen !== null && (
        <span style={{ marginLeft: 6 }}>
          <Money fen={of.amountFen} /> 元
        </span>
      )}
    </>
  )
}
