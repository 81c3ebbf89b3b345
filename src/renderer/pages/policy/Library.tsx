import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import type { DocumentView } from '../../../shared/contract/policy.ts'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { Digits } from '../../components/values.tsx'
import { BenefitCard } from './BenefitCard.tsx'
import { OtherRows } from './OtherRows.tsx'

/** The documents and their rows in our own words. An explanation lands here on its clause. */
export function Library() {
  const [params, setParams] = useSearchParams()
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const lit = params.get('benefit')
  const shown =
    documents.data?.find((one) => [...one.benefits, ...one.others].some(({ id }) => id === lit)) ??
    documents.data?.find((one) => one.id === params.get('doc')) ??
    documents.data?.[0]
  const shownId = shown?.id
  useEffect(() => {
    if (lit && shownId) document.getElementById(`benefit-${lit}`)?.scrollIntoView({ block: 'start' })
  }, [lit, shownId])
  if (documents.isPending) return <Skeleton active />
  if (!documents.data) return <Problem error={documents.error} retry={() => void documents.refetch()} />
  return (
    <div className="doc-layout">
      <nav className="doc-nav" aria-label="文件">
        {documents.data.map((one) => (
          <button
            key={one.id}
            type="button"
            aria-pressed={one.id === shownId}
            onClick={() => setParams({ doc: one.id }, { replace: true })}
          >
            <b>{one.title}</b>
            <div className="faint digits">
              {one.number ?? '文号未写明'} · {one.benefits.length + one.others.length} 条
            </div>
          </button>
        ))}
      </nav>
      <div>
        {shown && <DocumentHead document={shown} />}
        {[...(shown?.benefits ?? [])].sort(byId).map((benefit) => (
          <BenefitCard key={benefit.id} benefit={benefit} lit={benefit.id === lit} />
        ))}
        {shown && <OtherRows rows={shown.others} lit={lit} />}
      </div>
    </div>
  )
}

const byId = (a: { id: string }, b: { id: string }) => a.id.localeCompare(b.id, 'en', { numeric: true })

const RELATION: Readonly<Record<string, string>> = {
  implements: '落实',
  supersedes: '取代',
  'implemented-by': '由其落实',
  'superseded-by': '被其取代',
}

function DocumentHead({ document }: { document: DocumentView }) {
  return (
    <section className="card" style={{ marginBottom: 10 }}>
      <h2 style={{ fontSize: 15 }}>{document.title}</h2>
      <dl className="facts">
        <dt>文号</dt>
        <dd>{document.number ?? '原文没有写明'}</dd>
        <dt>印发</dt>
        <dd>
          <Digits>{document.issuedOn ?? '原文没有写明'}</Digits>
        </dd>
        <dt>发文单位</dt>
        <dd className="wide">{document.issuers.join('、')}</dd>
        <dt>适用地区</dt>
        <dd>{document.territory}</dd>
        <dt>有效期</dt>
        <dd>
          <Digits>
            {document.inForceFrom ?? '未写明'} 至 {document.inForceTo ?? '未写明'}
          </Digits>
        </dd>
        <dt>申领期限</dt>
        <dd>
          <Digits>{document.claimUntil ?? '没有写明'}</Digits>
        </dd>
        <dt>版本</dt>
        <dd className="faint digits">{document.version}</dd>
        {document.relations.length > 0 && (
          <>
            <dt>与别的文件</dt>
            <dd className="wide">
              {document.relations.map((one) => `${RELATION[one.kind] ?? one.kind} ${one.target}`).join('；')}
            </dd>
          </>
        )}
      </dl>
      {document.assumptions.map((assumption) => (
        <div key={assumption} className="notice">
          待本单位确认：{assumption}
        </div>
      ))}
    </section>
  )
}
