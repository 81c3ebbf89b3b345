import type { ConflictView } from '../../../../shared/contract/sync.ts'
import { REMOVAL_CHOICE_TEXT, REMOVAL_STAYS_TEXT } from '../../../../shared/text/partner-exchange.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Moment } from '../../../components/values.tsx'
import { ConflictHead } from './ConflictHead.tsx'
import type { Decide } from './Conflicts.tsx'

/** 删除 that crosses what another office wrote: the removal with its reason, and what its maker did not know of. */
export function RemovalConflict({
  row,
  removal,
  busy,
  decide,
}: {
  row: ConflictView
  removal: NonNullable<ConflictView['removal']>
  busy: boolean
  decide: Decide
}) {
  const askReason = useAskReason()
  const keeping = removal.side === 'earlier' ? 'later' : 'earlier'
  const remover = row[removal.side]
  const uphold = async () => {
    const reason = await askReason({
      title: `维持删除：${row.tableText} ${row.title}`,
      effect: <>{row.tableText}仍作为已删除；右边的改动留在历史里，不再生效，另录的内容也一并标为删除。</>,
      okText: '维持删除',
    })
    if (reason !== null) await decide([row.id], removal.side, { reason })
  }
  const chosen = row.decision?.choice
  return (
    <section className="card conflict" aria-label={`${row.title} 删除`} data-testid="conflict">
      <ConflictHead row={row}>
        一边删除了，另一边还在改；现在{row.now === '删除' ? '已删除' : '保留着'}
      </ConflictHead>
      <div className="conflict-sides">
        <div className={chosen === removal.side ? 'conflict-side conflict-kept' : 'conflict-side'}>
          <div className="conflict-value">删除：{removal.reason === '' ? '没有写原因' : removal.reason}</div>
          <Who office={remover.office} by={remover.by} at={remover.at} own={remover.own} />
          {row.decision === null && (
            <div className="row">
              <RoleButton needs="clerk" size="small" disabled={busy} onClick={() => void uphold()}>
                {REMOVAL_CHOICE_TEXT.uphold}
              </RoleButton>
            </div>
          )}
        </div>
        <div className={chosen === keeping ? 'conflict-side conflict-kept' : 'conflict-side'}>
          <ul className="conflict-changes">
            {removal.changes.map(({ text, office, by, at }, i) => {
              const next = removal.changes[i + 1]
              const together = next?.at === at && next.by === by && next.office === office
              return (
                <li key={`${at} ${text}`}>
                  <div className="conflict-value">{text}</div>
                  {!together && <Who office={office} by={by} at={at} />}
                </li>
              )
            })}
          </ul>
          {row.decision === null && removal.stays === null && (
            <div className="row">
              <RoleButton
                needs="clerk"
                size="small"
                disabled={busy}
                onClick={() => void decide([row.id], keeping)}
              >
                {REMOVAL_CHOICE_TEXT.takeBack}
              </RoleButton>
              <span className="quiet">一起删去的内容也一并恢复</span>
            </div>
          )}
          {row.decision === null && removal.stays !== null && (
            <div className="quiet">{REMOVAL_STAYS_TEXT[removal.stays]}</div>
          )}
        </div>
      </div>
      {row.decision !== null && (
        <div className="quiet">
          {row.decision.by} <Moment at={row.decision.at} /> 裁定：
          {REMOVAL_CHOICE_TEXT[chosen === removal.side ? 'upheld' : 'tookBack']}
          {row.decision.reason !== null && `（${row.decision.reason}）`}
        </div>
      )}
    </section>
  )
}

function Who({ office, by, at, own = false }: { office: string; by: string; at: string; own?: boolean }) {
  return (
    <div className="quiet">
      {office}
      {own && '（本单位）'} {by}{' '}
      <span className="digits">
        <Moment at={at} />
      </span>
    </div>
  )
}
