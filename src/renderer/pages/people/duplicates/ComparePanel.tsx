import { useQuery } from '@tanstack/react-query'
import { Button, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { MergeEffects, PairDetail } from '../../../../shared/contract/duplicates.ts'
import type { DuplicateField, FieldChoice } from '../../../../shared/domain/duplicate-fields.ts'
import type { DuplicateKind } from '../../../../shared/domain/duplicates.ts'
import { DUPLICATE_VERDICT_TEXT } from '../../../../shared/text/duplicates.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { SidePanel } from '../../../components/SidePanel.tsx'
import { Door, momentText } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { Likely } from './columns.tsx'
import { differentText } from './Duplicates.tsx'
import { type Choice, FieldTable } from './FieldTable.tsx'

type Props = {
  kind: DuplicateKind
  ids: readonly [string, string]
  onClose: () => void
  onDecided: () => void
}

/** Two records side by side: why, what each says, what a merge would do, and the decision. */
export function ComparePanel({ kind, ids: [firstId, secondId], onClose, onDecided }: Props) {
  const pair = useQuery(api.duplicates.show.queryOptions({ input: { kind, firstId, secondId } }))
  return (
    <SidePanel
      width={780}
      title={pair.data ? `${pair.data.first.title} 与 ${pair.data.second.title}` : '…'}
      subtitle={pair.data && <Likely of={pair.data.likelihood} score={pair.data.score} />}
      onClose={onClose}
    >
      <Problem error={pair.error} retry={() => void pair.refetch()} />
      {pair.isPending && <Skeleton active />}
      {pair.data && <Compare pair={pair.data} onDecided={onDecided} />}
    </SidePanel>
  )
}

function Compare({ pair, onDecided }: { pair: PairDetail; onDecided: () => void }) {
  const { kind, firstId, secondId } = pair
  const done = useDone()
  const [kept, setKept] = useState<'first' | 'second'>('first')
  const [choices, setChoices] = useState<Partial<Record<DuplicateField, Choice>>>({})
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState<string>()
  const [failed, setFailed] = useState<unknown>()
  const input = {
    kind,
    keepId: kept === 'first' ? firstId : secondId,
    otherId: kept === 'first' ? secondId : firstId,
    choices: choicesFor(kept, choices),
    note,
  }
  const preview = useQuery({
    ...api.duplicates.preview.queryOptions({ input: { ...input, note: '' } }),
    placeholderData: (before) => before,
  })
  const act = async (name: string, run: () => Promise<{ txId: string; label: string }>) => {
    setBusy(name)
    setFailed(undefined)
    try {
      const { txId, label } = await run()
      done(txId, label)
      onDecided()
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(undefined)
    }
  }
  const decide = (verdict: 'different' | 'later' | 'open', label: string) =>
    void act(verdict, async () => ({
      txId: (await client.duplicates.decide({ pairs: [{ kind, firstId, secondId }], verdict, note })).txId,
      label,
    }))
  const merge = () =>
    void act('merge', async () => {
      const { txId } = await client.duplicates.merge(input)
      return { txId, label: `已合并“${pair.first.title}”和“${pair.second.title}”` }
    })
  const pageOf = { person: '/people/', employer: null, agent: null, household: null }[kind]
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key that does what the button does, from any field
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        if (busy === undefined && preview.error === null) merge()
      }}
    >
      <section className="section">
        <h3>为什么列出来</h3>
        <ul className="why">
          {pair.reasons.map((reason) => (
            <li key={reason.reason} className={reason.points < 0 ? 'bad' : undefined}>
              <span className="digits why-points">
                {reason.points > 0 ? `+${reason.points}` : reason.points}
              </span>
              {reason.points < 0 ? '✗ ' : '✓ '}
              {reason.text}
            </li>
          ))}
        </ul>
        {pair.verdict !== null && (
          <p className="quiet">
            {pair.verdict.by} {momentText(pair.verdict.at)} 记为“
            {pair.verdict.verdict === 'different'
              ? differentText(kind)
              : DUPLICATE_VERDICT_TEXT[pair.verdict.verdict]}
            ”{pair.verdict.note && `：${pair.verdict.note}`}
          </p>
        )}
      </section>
      <section className="section">
        <h3>
          逐项选择
          <span className="spring" />
          <span className="quiet">Tab 换项，← → 选哪一条</span>
        </h3>
        <FieldTable
          pair={pair}
          kept={kept}
          keep={(side) => {
            setKept(side)
            setChoices({})
          }}
          choices={choices}
          choose={(field, choice) => setChoices((before) => ({ ...before, [field]: choice }))}
          head={(side) =>
            pageOf === null ? null : (
              <Link to={pageOf + (side === 'first' ? firstId : secondId)}>打开详情</Link>
            )
          }
        />
      </section>
      {pair.holdings.length > 0 && (
        <section className="section">
          <h3>名下的记录</h3>
          <table className="plain-table holdings" aria-label="名下的记录">
            <thead>
              <tr>
                <th>记录</th>
                <th className="num">第一条</th>
                <th className="num">第二条</th>
              </tr>
            </thead>
            <tbody>
              {pair.holdings.map(({ text, first, second }) => (
                <tr key={text}>
                  <td>{text}</td>
                  <td className="num">{first}</td>
                  <td className="num">{second}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <section className="section" aria-live="polite">
        <h3>合并后会怎样</h3>
        <Problem error={preview.error} />
        {preview.data && !preview.error && <Effects effects={preview.data} />}
      </section>
      <section className="section decide">
        <Problem error={failed} />
        <Input
          aria-label="说明"
          placeholder="说明（可不填，随决定保存）"
          maxLength={200}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <div className="decide-buttons">
          <RoleButton
            needs="clerk"
            type="primary"
            loading={busy === 'merge'}
            disabled={busy !== undefined || preview.error !== null}
            onClick={merge}
          >
            合并为一条
          </RoleButton>
          {pair.verdict?.verdict !== 'different' && (
            <RoleButton
              needs="clerk"
              loading={busy === 'different'}
              disabled={busy !== undefined}
              onClick={() => decide('different', `已记为“${differentText(kind)}”，不再列出`)}
            >
              {differentText(kind)}
            </RoleButton>
          )}
          {pair.verdict === null ? (
            <RoleButton
              needs="clerk"
              loading={busy === 'later'}
              disabled={busy !== undefined}
              onClick={() => decide('later', '已放到“以后再看”')}
            >
              以后再看
            </RoleButton>
          ) : (
            <Button
              loading={busy === 'open'}
              disabled={busy !== undefined}
              onClick={() => decide('open', '已重新列出')}
            >
              重新列出
            </Button>
          )}
          <span className="quiet">Ctrl+Enter 合并；都可以 Ctrl+Z 撤销</span>
        </div>
      </section>
    </div>
  )
}

function Effects({ effects }: { effects: MergeEffects }) {
  const { moved, joined, months, differing, holds, grantedTwice, fields } = effects
  const counted = (some: MergeEffects['moved']) =>
    some.map(({ text, count }) => `${text} ${count}`).join('、')
  return (
    <ul className="effects">
      <li>另一条档案标为已删除，注明并入哪一条；合并可以整体撤销。</li>
      {moved.length > 0 && <li>转到保留档案名下：{counted(moved)}</li>}
      {joined.length > 0 && (
        <li>
          说的是同一件事、并为一条：{counted(joined)}
          {differing > 0 && `（有 ${differing} 处写法不同，以保留档案为准）`}
        </li>
      )}
      {months > 0 && <li>保留档案补进参保等月份 {months} 个</li>}
      {fields.length > 0 && <li>保留档案改动：{fields.join('、')}</li>}
      {grantedTwice > 0 && (
        <li className="bad">✗ 有 {grantedTwice} 项待遇两边都已发放，合并后请核实是否要追回</li>
      )}
      {holds.map(({ claimId, number, reason }) => (
        <li key={claimId} className="bad">
          ？ 暂缓 <Door to={`/claims/one/${claimId}`}>{number}</Door>：{reason}
        </li>
      ))}
    </ul>
  )
}

/** Choices by place on the screen, as the ledger takes them: by which record stays. */
function choicesFor(
  kept: 'first' | 'second',
  choices: Partial<Record<DuplicateField, Choice>>,
): Partial<Record<DuplicateField, FieldChoice>> {
  return Object.fromEntries(
    Object.entries(choices).flatMap(([field, choice]): [string, FieldChoice][] => {
      if (typeof choice === 'object') return choice.typed.trim() === '' ? [] : [[field, choice]]
      return [[field, choice === kept ? 'keep' : 'other']]
    }),
  )
}
