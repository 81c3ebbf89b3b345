import { App, Button } from 'antd'
import { Link } from 'react-router'
import type { ImportKind, ImportResult } from '../../../shared/contract/imports.ts'
import { importCountText } from '../../../shared/text/exchange.ts'
import { problemOf } from '../../components/problem.ts'
import { saveFile } from '../../components/save-file.ts'
import { count } from '../../components/values.tsx'
import { ResultLists } from './ResultLists.tsx'
import { UndoImport } from './UndoImport.tsx'

/** What a try or an import came to: counts, reasons, first findings, first changes, the error workbook, undo. */
export function ImportOutcome({ result }: { result: ImportResult }) {
  const { message } = App.useApp()
  const text = importCountText(result.kind)
  const numbers = [
    { label: '新增', words: text.new, value: result.newCount },
    { label: '变更', words: text.changed, value: result.changedCount },
    { label: '相同', words: text.same, value: result.sameCount },
    { label: '退回', words: text.refused, value: result.refusedCount, bad: true },
    { label: '提醒', words: '提醒', value: result.warnedCount },
  ]
  return (
    <div className="stack" data-testid={result.dryRun ? 'dry-run' : 'import-result'}>
      <div className="row row-wrap" style={{ gap: 20 }}>
        <b>{result.dryRun ? '试运行结果（台账没有改动）' : '已导入'}</b>
        <span className="digits">{count(result.rows)} 行</span>
        {numbers.map((one) => (
          <span key={one.label}>
            {one.words}{' '}
            <b
              className={one.bad && one.value > 0 ? 'digits bad' : 'digits'}
              data-testid={`count-${one.label}`}
            >
              {count(one.value)}
            </b>
          </span>
        ))}
        <span className="faint digits">{result.seconds.toFixed(1)} 秒</span>
      </div>
      <div className="row row-wrap">
        {result.errorFile && (
          <Button
            onClick={() =>
              result.errorFile &&
              void saveFile(result.errorFile).catch((error: unknown) => message.error(problemOf(error).text))
            }
          >
            下载错误工作簿
          </Button>
        )}
        {!result.dryRun && result.importId && (
          <>
            <UndoImport
              importId={result.importId}
              words={`${text.new} ${count(result.newCount)}、${text.changed} ${count(result.changedCount)}`}
            />
            <ResultLists importId={result.importId} />
            <Onward kind={result.kind} />
            {result.kind === 'roster' && <Link to={`/people?importId=${result.importId}`}>查看这些人员</Link>}
          </>
        )}
      </div>
      {result.notes.map((note) => (
        <div key={note} className="quiet">
          {note}
        </div>
      ))}
      {result.reasons.length > 0 && (
        <div>
          <b>原因</b>
          <ul className="chips" style={{ padding: '4px 0', border: 0 }}>
            {result.reasons.map((reason) => (
              <li key={reason.code} className="cat" style={{ fontSize: 13, lineHeight: '22px' }}>
                {reason.label} <b className="digits">{count(reason.count)}</b>
              </li>
            ))}
          </ul>
        </div>
      )}
      {result.findings.length > 0 && (
        <details open={result.dryRun}>
          <summary>前 {result.findings.length} 处问题（全部在错误工作簿里）</summary>
          <div style={{ maxHeight: 220, overflow: 'auto' }}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th className="num">行</th>
                  <th>处理</th>
                  <th>说明</th>
                </tr>
              </thead>
              <tbody>
                {result.findings.map((finding) => (
                  <tr key={`${finding.row}-${finding.code}-${finding.message}`}>
                    <td className="num">{finding.row}</td>
                    <td className={finding.severity === 'refused' ? 'bad nowrap' : 'nowrap'}>
                      {finding.severity === 'refused' ? `✗ ${text.refused}` : '! 提醒'}
                    </td>
                    <td>{finding.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
      {result.changes.length > 0 && (
        <details open={result.dryRun}>
          <summary>前 {result.changes.length} 处变更</summary>
          <div style={{ maxHeight: 220, overflow: 'auto' }}>
            <table className="plain-table">
              <thead>
                <tr>
                  <th className="num">行</th>
                  <th>谁</th>
                  <th>项目</th>
                  <th>原来</th>
                  <th>改为</th>
                </tr>
              </thead>
              <tbody>
                {result.changes.map((change) => (
                  <tr key={`${change.row}-${change.field}`}>
                    <td className="num">{change.row}</td>
                    <td>{change.who}</td>
                    <td>{change.field}</td>
                    <td className="quiet">{change.before || '未知'}</td>
                    <td>{change.after || '未知'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </div>
  )
}

/** Where what came in is looked at next. */
const NEXT: Readonly<Partial<Record<ImportKind, { to: string; words: string }>>> = {
  vacancies: { to: '/services/posts', words: '查看岗位' },
  fairs: { to: '/services/posts', words: '查看招聘会' },
  services: { to: '/services/records', words: '查看服务记录' },
  'claim-results': { to: '/exchange/answers', words: '看对方退回的' },
  'person-results': { to: '/exchange/answers?of=person', words: '看对方退回的' },
  'work-results': { to: '/exchange/answers?of=spell', words: '看对方退回的' },
}

function Onward({ kind }: { kind: ImportKind }) {
  const next = NEXT[kind]
  return next === undefined ? null : <Link to={next.to}>{next.words}</Link>
}
