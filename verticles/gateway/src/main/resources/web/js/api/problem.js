/** A failure as a person reads it; made from RFC 9457 problem documents and from lost connections. */
export class Problem extends Error {
  constructor({ status = 0, title, detail = '', requestId = '', retryAfter = 0 }) {
    super(detail || title);
    this.name = 'Problem';
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
  }

  /** True when the same request may work in a moment. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  static unreachable() {
    return new Problem({
      title: 'Groundwire cannot be reached',
      detail: 'The connection failed. Check that the server is running, then try again.',
    });
  }

  static of(body, status, headers = new Headers()) {
    const known = body && typeof body === 'object' ? body : {};
    const retryAfter = Number.parseInt(headers.get('Retry-After') ?? '', 10) || 0;
    const wait = retryAfter > 0 ? ` Try again in ${retryAfter} s.` : '';
    return new Problem({
      status: Number(known.status) || status,
      title: known.title || `The server answered ${status}`,
      detail: `${known.detail ?? ''}${wait}`.trim(),
      requestId: known.requestId ?? headers.get('X-Request-Id') ?? '',
      retryAfter,
    });
  }

  static async from(response) {
    const body = await response.json().catch(() => null);
    return Problem.of(body, response.status, response.headers);
  }

  /** Anything that was thrown, as a problem; aborted requests stay what they are. */
  static caught(error) {
    if (error instanceof Problem || error?.name === 'AbortError') return error;
    if (error instanceof TypeError) return Problem.unreachable();
    return new Problem({ status: -1, title: 'Something unexpected happened', detail: String(error?.message ?? error) });
  }
}
