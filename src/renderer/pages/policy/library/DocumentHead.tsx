import { Link } from 'react-router'
import type { AttachmentView } from '../../../../shared/contract/attachments.ts'
import type { DocumentView } from '../../../../shared/contract/policy.ts'
import { POLICY_SIDE_TEXT } from '../../../../shared/text/policy.ts'
import { Attachments } from '../../../components/attachments/Attachments.tsx'
import { Digits } from '../../../components/values.tsx'

const ORIGINAL_ITEMS = ['原文', '转发、补充通知', '解读', '当地实施细则']

/** What a document is: number, issuers, dates, territory, what it carries out and replaces; its original beside. */
export function DocumentHead({
  document,
  documents,
  onView,
  viewed,
}: {
  document: DocumentView
  documents: readonly DocumentView[]
  onView: (attachment: AttachmentView) => void
  viewed: string | undefined
}) {
  return (
    <section className="card doc-head" aria-label={document.title}>
      <div>
        <h2>{document.title}</h2>
        <dl className="facts">
          <dt>文号</dt>
          <dd>{document.number ?? <span className="faint">原文没有写明</span>}</dd>
          <dt>印发</dt>
          <dd>
            {document.issuedOn ? (
              <Digits>{document.issuedOn}</Digits>
            ) : (
              <span className="faint">原文没有写明</span>
            )}
          </dd>
          <dt>有效期</dt>
          <dd>
            <Digits>
              {document.inForceFrom ?? '未写明'} 至 {document.inForceTo ?? '未写明'}
            </Digits>
          </dd>
          <dt>兑现到</dt>
          <dd>
            {document.claimUntil ? (
              <Digits>{document.claimUntil}</Digits>
            ) : (
              <span className="faint">没有写明</span>
            )}
          </dd>
          <dt>适用</dt>
          <dd>
            {document.territory}（{POLICY_SIDE_TEXT[document.side]}文件）
          </dd>
          <dt>版本</dt>
          <dd className="faint digits">{document.version}</dd>
          <dt>发文</dt>
          <dd className="wide">{document.issuers.join('、')}</dd>
          <Relations document={document} documents={documents} />
        </dl>
        {document.assumptions.map((assumption) => (
          <div key={assumption} className="notice">
            待本单位确认：{assumption}{' '}
            <Link to={`/policy/library/readings#${document.id}.inForce.from`}>确认施行日期</Link>
          </div>
        ))}
      </div>
      <div>
        <h3>原件</h3>
        <Attachments
          owner={{ kind: 'policy-document', id: document.id }}
          items={ORIGINAL_ITEMS}
          empty="还没有附原件。附上 PDF 或照片后，可以在条款旁边对着看。"
          onView={onView}
          viewed={viewed}
        />
      </div>
    </section>
  )
}

function Relations({ document, documents }: { document: DocumentView; documents: readonly DocumentView[] }) {
  const own = document.relations
  const inverse = documents.flatMap((other) =>
    other.relations
      .filter(({ kind, target }) => kind === 'implements' && target === document.id)
      .map(({ rows }) => ({ other, rows })),
  )
  if (own.length === 0 && inverse.length === 0) return null
  const known = (id: string) => documents.find((one) => one.id === id)
  return (
    <>
      <dt>关系</dt>
      <dd className="wide">
        {own.map(({ kind, target, rows }) => (
          <div key={`${kind}-${target}`}>
            {kind === 'implements' ? '落实 ' : '取代 '}
            {known(target) ? <Link to={`/policy/library/${target}`}>{known(target)?.title}</Link> : target}
            {rows.length > 0 && `，其中 ${rows.length} 条由本文件执行`}
          </div>
        ))}
        {inverse.map(({ other, rows }) => (
          <div key={other.id}>
            由 <Link to={`/policy/library/${other.id}`}>{other.title}</Link> 落实
            {rows.length > 0 && (
              <span className="digits">（{rows.map(({ from, to }) => `${from}→${to}`).join('，')}）</span>
            )}
          </div>
        ))}
      </dd>
    </>
  )
}
