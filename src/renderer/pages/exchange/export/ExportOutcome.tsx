import { Button } from 'antd'
import type { ExportResult } from '../../../../shared/contract/exports.ts'
import type { FileRef } from '../../../../shared/contract/files.ts'
import { sinceText } from '../../../../shared/text/exports.ts'
import { count } from '../../../components/values.tsx'

const NAMED = 8

/** What went out: rows, file and hash; who stayed behind and why, who is no longer reported. */
export function ExportOutcome({
  result,
  onSave,
  onClose,
}: {
  result: ExportResult
  onSave: (file: FileRef) => void
  onClose: () => void
}) {
  const { file, besideFile, leftOut, gone } = result
  return (
    <div className="export-outcome stack" data-testid="export-outcome" aria-live="polite">
      <div className="row row-wrap">
        <b>
          已导出 <span className="digits">{count(result.rows)}</span> 行（{sinceText(result.since)}）
        </b>
        <span className="quiet">{file.name}</span>
        <span className="faint digits" title={result.sha256}>
          SHA-256 {result.sha256.slice(0, 16)}…
        </span>
        <span style={{ flex: 1 }} />
        <Button size="small" onClick={() => onSave(file)}>
          再存一份
        </Button>
        {besideFile && (
          <Button size="small" onClick={() => onSave(besideFile)}>
            下载说明
          </Button>
        )}
        <Button size="small" type="text" onClick={onClose}>
          收起
        </Button>
      </div>
      {!result.remembered && <div className="quiet">没有记为已报。</div>}
      {result.notInTemplate.length > 0 && (
        <div className="bad">模板里没有这些列，没有写出：{result.notInTemplate.join('、')}。</div>
      )}
      {leftOut.count > 0 && (
        <div>
          <b>{count(leftOut.count)} 行没有导出：</b>
          {leftOut.first
            .slice(0, NAMED)
            .map(({ who, why }) => `${who} ${why}`)
            .join('；')}
          {leftOut.count > NAMED && '……全部在说明里。'}
        </div>
      )}
      {gone.count > 0 && (
        <div>
          <b>{count(gone.count)} 行不再报送：</b>
          {gone.first.slice(0, NAMED).join('、')}
          {gone.count > NAMED && '……全部在说明里。'}
        </div>
      )}
    </div>
  )
}
