import { App, Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { PublicListView } from '../../../../shared/contract/batches.ts'
import { DAY_KIND_TEXT, STEP_LEVEL_TEXT } from '../../../../shared/text/claims.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { Attachments } from '../../../components/attachments/Attachments.tsx'
import { problemOf } from '../../../components/problem.ts'
import { count, Digits, Money, momentText } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { ClearList } from './ClearList.tsx'
import { LogObjection } from './LogObjection.tsx'
import { Objection } from './Objection.tsx'

/** One list on the wall: where, from when to when, how long still, what was objected. */
export function PublicListCard({ list, inBatch = false }: { list: PublicListView; inBatch?: boolean }) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const done = useDone()
  const [logging, setLogging] = useState(false)
  const hangs = list.clearedAt === null
  const takeDown = async () => {
    const reason = await askReason({
      title: `撤下批次 ${list.batchNumber} 的公示`,
      effect: '这次公示作废，改正后要重新张贴，天数重新计算。批次解锁，可以增减申领。墙上的名单请一并取下。',
      okText: '撤下公示',
    })
    if (reason === null) return
    try {
      const { txId } = await client.publicity.takeDown({ id: list.id, reason })
      done(txId, `撤下批次 ${list.batchNumber} 的公示`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <section className="card" aria-label={`公示 ${list.batchNumber}`} data-testid="public-list">
      <div className="list-card-head">
        {inBatch ? (
          <b>公示</b>
        ) : (
          <Link className="door" to={`/claims/batches/${list.batchId}`}>
            {list.batchTitle}
          </Link>
        )}
        {!inBatch && <Digits>{list.batchNumber}</Digits>}
        <span className="cat">{STEP_LEVEL_TEXT[list.level]}级</span>
        <DaysLeft list={list} />
        <span className="spring" />
        {hangs && !inBatch && <ClearList list={list} small />}
      </div>
      <div style={{ margin: '4px 0' }}>
        {list.place}，
        <span className="digits nowrap">
          {list.from} 至 {list.to}
        </span>
        （{list.days}
        {DAY_KIND_TEXT[list.dayKind]}），监督电话 <Digits>{list.phone}</Digits>，名单写明{' '}
        {count(list.statedCount)} 人、
        <Money fen={list.statedFen} /> 元
        <span className="faint">
          ，{list.postedBy} 张贴
          {list.clearedAt && `，${list.clearedBy} ${momentText(list.clearedAt)} 办结`}
        </span>
      </div>
      {list.objections.length > 0 && (
        <div>
          {list.objections.map((objection) => (
            <Objection key={objection.id} objection={objection} />
          ))}
        </div>
      )}
      {list.objections.length === 0 && <div className="quiet">没有收到异议。</div>}
      {hangs && (
        <div className="row row-wrap" style={{ marginTop: 6 }}>
          <Button size="small" onClick={() => setLogging(true)}>
            登记异议
          </Button>
          <Button size="small" danger type="text" onClick={() => void takeDown()}>
            撤下公示…
          </Button>
        </div>
      )}
      <details style={{ marginTop: 6 }}>
        <summary className="quiet">张贴的照片{list.photos > 0 && `（${count(list.photos)} 张）`}</summary>
        <Attachments
          owner={{ kind: 'public-list', id: list.id }}
          items={['公示照片', '撤下后的名单', '其他']}
          empty="把张贴在公示栏的照片附在这里，作为公示的凭据。"
        />
      </details>
      {logging && <LogObjection list={list} onClose={() => setLogging(false)} />}
    </section>
  )
}

function DaysLeft({ list }: { list: PublicListView }) {
  if (list.clearedAt !== null) return <span className="good">✓ 无异议，已办结</span>
  return (
    <>
      {list.daysLeft > 0 ? (
        <span>
          还剩 <b className="digits">{list.daysLeft}</b> 天
        </span>
      ) : (
        <span className={list.openObjections === 0 ? 'good' : undefined}>
          公示期满{list.openObjections === 0 && '，可以办结'}
        </span>
      )}
      {list.openObjections > 0 && <span className="bad">{list.openObjections} 条异议没有处理</span>}
    </>
  )
}
