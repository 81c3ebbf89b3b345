import { Refusal } from '../../../../shared/domain/refusal.ts'

const SAVE_AS_XLSX = '请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再导入。'
const GET_AGAIN = '请向发文件的人重新要一份，或在 Excel 或 WPS 中打开并另存为 .xlsx 后再导入。'

/**
 * Every way in which a file is no workbook that can be read, each with what it is and what to do.
 * The codes are stable; the contract and the tests name them.
 */
export const notReadable = {
  notFound: (file: string) =>
    new Refusal(
      'workbook.not-found',
      `找不到文件：${file}。请检查文件是否被移动、改名，或 U 盘是否已拔出。`,
      { file },
    ),
  inUse: (file: string) =>
    new Refusal('workbook.in-use', `打不开文件：${file}。请先在 Excel 或 WPS 中关闭它，并确认有读取权限。`, {
      file,
    }),
  empty: () => new Refusal('workbook.empty', '这个文件是空的（0 字节）。请重新复制或重新导出后再导入。'),
  oldXls: () => new Refusal('workbook.old-xls', `这是旧版 .xls 工作簿，不能直接导入。${SAVE_AS_XLSX}`),
  encrypted: () =>
    new Refusal(
      'workbook.encrypted',
      '这个工作簿设有打开密码，不能直接导入。请在 Excel 或 WPS 中输入密码打开，去掉密码后另存为 .xlsx 再导入。',
    ),
  binaryXlsb: () => new Refusal('workbook.xlsb', `这是二进制工作簿（.xlsb），不能直接导入。${SAVE_AS_XLSX}`),
  openDocument: () =>
    new Refusal('workbook.ods', `这是 OpenDocument 表格（.ods），不能直接导入。${SAVE_AS_XLSX}`),
  wordOrSlides: () =>
    new Refusal('workbook.other-office', '这是文字文档或演示文稿，不是表格。请选择 .xlsx 或 .csv 文件。'),
  webPage: () =>
    new Refusal(
      'workbook.web-page',
      `这其实是一个网页文件，只是扩展名写成了表格（有些系统这样导出）。${SAVE_AS_XLSX}`,
    ),
  xml2003: () => new Refusal('workbook.xml-2003', `这是“XML 电子表格 2003”，不能直接导入。${SAVE_AS_XLSX}`),
  notWorkbook: (found = '') =>
    new Refusal('workbook.not-a-workbook', `这个文件不是表格${found}。请选择 .xlsx 或 .csv 文件。`),
  truncated: () =>
    new Refusal(
      'workbook.truncated',
      `这个工作簿不完整，后半部分丢失（可能没有复制完或传送中断）。${GET_AGAIN}`,
    ),
  damaged: (part: string, detail: string) =>
    new Refusal('workbook.damaged', `这个工作簿已损坏（${part}：${detail}）。${GET_AGAIN}`, { part }),
  missingPart: (part: string) =>
    new Refusal('workbook.missing-part', `这个工作簿缺少必要的内容（${part}）。${GET_AGAIN}`, { part }),
  checksum: (part: string) =>
    new Refusal(
      'workbook.checksum',
      `这个工作簿的内容与校验值不符，数据可能已被损坏（${part}）。${GET_AGAIN}`,
      { part },
    ),
  bomb: (part: string) =>
    new Refusal(
      'workbook.too-large-inside',
      `这个文件解压后大得不正常（${part}），为避免拖垮电脑，没有继续读取。如果确是正常表格，请删去多余的空白行列、拆成几个文件后再导入。`,
      { part },
    ),
  tooManyEntries: (count: number) =>
    new Refusal(
      'workbook.too-many-parts',
      `这个文件里有 ${count} 个部分，不像正常的工作簿，没有继续读取。${SAVE_AS_XLSX}`,
      {
        count,
      },
    ),
  unsafePath: () =>
    new Refusal('workbook.unsafe-path', `这个文件里含有不正常的路径，为安全起见没有读取。${SAVE_AS_XLSX}`),
  noSheet: () => new Refusal('workbook.no-sheet', '这个工作簿里没有可以读取的工作表。请检查文件是否选对。'),
  sheetNotFound: (sheet: string) =>
    new Refusal('workbook.sheet-not-found', `工作簿里没有工作表“${sheet}”。请重新选择工作表。`, { sheet }),
  encoding: () =>
    new Refusal(
      'workbook.encoding',
      '认不出这个 .csv 文件的文字编码（不是 UTF-8，也不是 GB18030）。请在 Excel 或 WPS 中打开，确认文字正常后另存为 .xlsx 再导入。',
    ),
  csvQuote: (line: number) =>
    new Refusal(
      'workbook.csv-quote',
      `.csv 文件第 ${line} 行起有一个引号没有配对，后面的内容分不清列。请补上或删去这个引号，或另存为 .xlsx 后再导入。`,
      { line },
    ),
} as const

/** What every long run of this folder throws when its caller asked it to stop. */
export function cancelled(): Refusal {
  return new Refusal('workbook.cancelled', '已取消，没有留下任何文件或改动。')
}
