import { App, Button } from 'antd'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { madePayment } from '../../../../shared/contract/payments.ts'
import { problemOf } from '../../../components/problem.ts'
import { saveFile } from '../../../components/save-file.ts'
import { count, Money } from '../../../components/values.tsx'

export type Made = z.infer<typeof madePayment>

/** What was made: the file for the bank and the sheet beside it, to be saved again where the first saving went astray. */
export function MadeFiles({ made }: { made: Made }) {
  const { message } = App.useApp()
  return (
    <div className="stack" data-testid="made-payment">
      <div>
        ✓ 支付文件{' '}
        <Link className="door digits" to={`/claims/payments/${made.paymentFileId}`}>
          {made.number}
        </Link>
        ，{count(made.count)} 笔，
        <Money fen={made.amountFen} /> 元。
      </div>
      <div className="row row-wrap">
        {made.files.map((file) => (
          <Button
            key={file.token}
            onClick={() =>
              void saveFile(file).catch((error: unknown) => message.error(problemOf(error).text))
            }
          >
            保存 {file.name}
          </Button>
        ))}
      </div>
      <div className="quiet">
        核对单打印签字后随文件一起交给银行，上面有笔数、金额和文件的校验值。台账里留有一模一样的一份，随时可以再取。
      </div>
    </div>
  )
}
