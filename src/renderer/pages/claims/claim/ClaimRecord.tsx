import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { isBatchStep } from '../../../../shared/domain/claim-procedure.ts'
import { FINAL_STATES } from '../../../../shared/domain/claim-states.ts'
import type { DeskAct } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { ExplanationView } from '../../../components/explanation/ExplanationView.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Digits, IdNumber, Known, Money, momentText } from '../../../components/values.tsx'
import { useDay } from '../../../state/day.ts'
import { DeskActs } from '../acts/DeskActs.tsx'
import { ReleaseDialog } from '../acts/ReleaseDialog.tsx'
import { OutsideMark } from '../OutsideMark.tsx'
import { claimStateText } from '../state-text.ts'
import { ClaimAnswers } from './ClaimAnswers.tsx'
import { ClaimChanges } from './ClaimChanges.tsx'
import { ClaimFindings } from './ClaimFindings.tsx'
import { ClaimMaterials } from './ClaimMaterials.tsx'
import { ClaimPayments } from './ClaimPayments.tsx'
import { ClaimSteps } from './ClaimSteps.tsx'
import { ClaimStory } from './ClaimStory.tsx'

/** What may be tried now; the preview says the rest. */
export function actsFor(claim: ClaimDetail): DeskAct[] {
  if (FINAL_STATES.has(claim.state)) return []
  const now = claim.steps.find(({ state }) => state === 'now')
  const acts: DeskAct[] = []
  if (claim.openHolds.length === 0 && claim.batchId === null && now !== undefined)
    acts.push(isBatchStep(now.kind) ? 'batch' : 'complete')
  if (claim.openHolds.length > 0) acts.push('release')
  acts.push('hold')
  if (claim.batchId === null) {
    if (claim.steps[0]?.state === 'done') acts.push('send-back')
    acts.push('refuse')
  }
  if (claim.state === 'drafted') acts.push('withdraw')
  return acts
}

/** One claim whole: who, how much, where it stands, what stands against it, what it needs, what happened. */
export function ClaimRecord({ claim, wide = false }: { claim: ClaimDetail; wide?: boolean }) {
  const story = (
    <section className="section">
      <h3>
        经过
        <span className="spring" />
        <Link to={`/system/audit?claim=${claim.id}&name=${encodeURIComponent(claim.number)}`}>改动记录</Link>
      </h3>
      <ClaimStory events={claim.events} />
    </section>
  )
  const materials = (
    <section className="section">
      <h3>材料</h3>
      <ClaimMaterials claim={claim} />
    </section>
  )
  const basis = (
    <section className="section">
      <h3>当时的依据</h3>
      <ExplanationView explanation={claim.frozen} frozen />
    </section>
  )
  return (
    <>
      <Head claim={claim} />
      {claim.openHolds.length > 0 && <Holds claim={claim} />}
      <ClaimFindings claim={claim} />
      {claim.outside === 'rejected' && <ClaimAnswers claim={claim} />}
      {!FINAL_STATES.has(claim.state) && (
        <section className="section">
          <h3>变化核对</h3>
          <ClaimChanges id={claim.id} />
        </section>
      )}
      <section className="section">
        <h3>步骤</h3>
        <ClaimSteps steps={claim.steps} />
      </section>
      {claim.outside !== 'rejected' && <ClaimAnswers claim={claim} />}
      <ClaimPayments claim={claim} />
      <Clawbacks claim={claim} />
      {wide ? (
        <div className="claim-columns">
          <div>
            {story}
            {materials}
          </div>
          <div>{basis}</div>
        </div>
      ) : (
        <>
          {materials}
          {story}
          {basis}
        </>
      )}
    </>
  )
}

function Head({ claim }: { claim: ClaimDetail }) {
  const { today } = useDay()
  const late = claim.dueOn !== null && claim.dueOn < today
  return (
    <>
      <div className="claim-head">
        <span>
          <span className="amount">
            <Money fen={claim.amountFen} />
          </span>{' '}
          元<span className="quiet">（{claim.amountCapitals}）</span>
        </span>
        <span className="cat">{claimStateText(claim.state)}</span>
        {claim.openHolds.length > 0 && <span className="mark mark-held">暂缓</span>}
        <OutsideMark state={claim.outside} />
        {claim.dueOn !== null && (
          <span className={late ? 'mark mark-late' : 'quiet'}>
            {late ? '! 已逾期，应在 ' : '应在 '}
            <Digits>{claim.dueOn}</Digits> 前办结
          </span>
        )}
      </div>
      <dl className="facts" style={{ marginTop: 8 }}>
        <dt>项目</dt>
        <dd className="wide">
          {claim.benefit} {claim.benefitName}
          {claim.period !== null && <span className="cat">{claim.period}</span>}
        </dd>
        <dt>人员</dt>
        <dd className="wide">
          {claim.personId === null ? (
            '—'
          ) : (
            <>
              <Link to={`/people/${claim.personId}`}>{claim.personName}</Link>{' '}
              <IdNumber text={claim.idMasked} />
            </>
          )}
        </dd>
        <dt>户籍地</dt>
        <dd className="wide">
          <Known>{claim.homeText}</Known>
        </dd>
        {claim.employerName !== null && (
          <>
            <dt>用人单位</dt>
            <dd className="wide">{claim.employerName}</dd>
          </>
        )}
        <dt>截至</dt>
        <dd>
          <Digits>{claim.asOf}</Digits>
        </dd>
        <dt>打印</dt>
        <dd>{claim.printedTimes === 0 ? '未打印' : `${claim.printedTimes} 次`}</dd>
        {claim.batchId !== null && (
          <>
            <dt>批次</dt>
            <dd className="wide">
              <Link to={`/claims/batches/${claim.batchId}`}>打开批次</Link>
              <span className="quiet">，</span>
              <Link to={`/claims/list?batch=${claim.batchId}`}>看同一批次的申领</Link>
            </dd>
          </>
        )}
      </dl>
      <div className="claim-acts">
        <DeskActs
          chosen={() => Promise.resolve({ ids: [claim.id], count: 1 })}
          acts={actsFor(claim)}
          clause={claim.frozen.clause}
        />
      </div>
    </>
  )
}

/** The reason of a check's hold begins with the check's name. */
function withoutName({ checkName, reason }: ClaimDetail['openHolds'][number]): string {
  return reason.startsWith(`${checkName}：`) ? reason.slice(checkName.length + 1) : reason
}

function Holds({ claim }: { claim: ClaimDetail }) {
  const [releasing, setReleasing] = useState<ClaimDetail['openHolds'][number]>()
  return (
    <section className="section">
      <h3 className="bad">正在暂缓</h3>
      <ul className="lines held-list" aria-label="暂缓">
        {claim.openHolds.map((hold) => (
          <li key={hold.id} className="row spread">
            <div>
              <b>{hold.checkName}</b>：{withoutName(hold)}
              <div className="faint digits">
                {hold.heldBy} {momentText(hold.heldAt)}
              </div>
            </div>
            <RoleButton needs="reviewer" size="small" onClick={() => setReleasing(hold)}>
              解除
            </RoleButton>
          </li>
        ))}
      </ul>
      {releasing && (
        <ReleaseDialog
          chosen={{ ids: [claim.id], count: 1 }}
          hold={releasing}
          onClose={() => setReleasing(undefined)}
        />
      )}
    </section>
  )
}

function Clawbacks({ claim }: { claim: ClaimDetail }) {
  const answer = useQuery(api.payments.clawbacks.queryOptions({ input: { claimId: claim.id } }))
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (answer.data === undefined || answer.data.length === 0) return null
  return (
    <section className="section">
      <h3>追回</h3>
      <ul className="lines" aria-label="追回">
        {answer.data.map((one) => (
          <li key={one.id}>
            <div className="row spread">
              <span>
                应追回 <Money fen={one.amountFen} /> 元，已收到 <Money fen={one.receivedFen} /> 元
              </span>
              <span className="faint digits">
                {one.demandedBy} {one.demandedOn}
              </span>
            </div>
            <div className="quiet">
              {one.reason}
              {one.document !== null && `（${one.document}）`}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
