/** Every function that comes with FEEL (DMN 1.5, 10.3.4). */
export const builtinNames: ReadonlySet<string> = new Set([
  'number', 'string', 'date', 'date and time', 'time', 'duration', 'years and months duration', 'not', 'is', 'now', 'today',
  'substring', 'string length', 'upper case', 'lower case', 'substring before', 'substring after', 'replace', 'contains', 'starts with',
  'ends with', 'matches', 'split', 'string join', 'list contains', 'list replace', 'count', 'min', 'max', 'sum', 'mean', 'all', 'any',
  'sublist', 'append', 'concatenate', 'insert before', 'remove', 'reverse', 'index of', 'union', 'distinct values', 'flatten', 'product',
  'median', 'stddev', 'mode', 'sort', 'decimal', 'floor', 'ceiling', 'round up', 'round down', 'round half up', 'round half down', 'abs',
  'modulo', 'sqrt', 'log', 'exp', 'odd', 'even', 'before', 'after', 'meets', 'met by', 'overlaps', 'overlaps before', 'overlaps after',
  'finishes', 'finished by', 'includes', 'during', 'starts', 'started by', 'coincides', 'day of year', 'day of week', 'month of year',
  'week of year', 'get value', 'get entries', 'context', 'context put', 'context merge', 'range',
])
