// Why a template has no value: a value, never an exception, that names the reference (R-TPL-03).
export interface TemplateFailure {
  readonly code: 'TEMPLATE_ERROR' | 'ENV_MISSING';
  /** What could not be resolved, as written. */
  readonly reference: string;
  readonly message: string;
  readonly hint?: string;
}
