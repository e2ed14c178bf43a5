import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { delayMs, firstPace, isStale, type Pace, paceAfter } from '../api/pace.ts';
import type { PageApi } from '../api/page-api.ts';
import type { Trouble } from '../api/trouble.ts';

/** While no answer comes the picture gets older, and the page says so. */
const ageingMs = 5_000;

/** Asks for a path again and again while the page can be seen, and has its element drawn anew when something is new. */
export class Poller<Body> implements ReactiveController {
  body: Body | null = null;
  trouble: Trouble | null = null;
  /** When the last answer came, epoch milliseconds; null before the first. */
  answeredAt: number | null = null;
  private pace: Pace = firstPace;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private readonly host: ReactiveControllerHost;
  private readonly api: PageApi;
  private path: string;
  private readonly isLocal: () => boolean;

  constructor(host: ReactiveControllerHost, api: PageApi, path: string, isLocal: () => boolean) {
    this.host = host;
    this.api = api;
    this.path = path;
    this.isLocal = isLocal;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.onVisible);
    void this.ask();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.onVisible);
    clearTimeout(this.timer);
    this.asked += 1;
  }

  get isStale(): boolean {
    return this.answeredAt !== null && isStale(Date.now() - this.answeredAt, this.pace, this.isLocal());
  }

  /** Asks now: after something was done, or for something else. */
  async ask(path = this.path): Promise<void> {
    clearTimeout(this.timer);
    if (path !== this.path) this.forget();
    this.path = path;
    this.asked += 1;
    const own = this.asked;
    const ageing = setInterval(() => this.host.requestUpdate(), ageingMs);
    const answer = await this.api.get<Body>(path);
    clearInterval(ageing);
    // Somebody else has asked meanwhile, or nobody looks any more.
    if (own !== this.asked) return;
    this.trouble = answer.trouble;
    if (answer.trouble === null) {
      this.body = answer.body;
      this.answeredAt = Date.now();
    }
    this.pace = paceAfter(this.pace, answer.trouble ? 'failed' : answer.isNew ? 'new' : 'same');
    this.host.requestUpdate();
    this.plan();
  }

  /** Nothing of what was shown before stands under another name. */
  private forget(): void {
    this.body = null;
    this.trouble = null;
    this.answeredAt = null;
    this.pace = firstPace;
  }

  private plan(): void {
    if (document.hidden) return;
    this.timer = setTimeout(() => void this.ask(), delayMs(this.pace, this.isLocal()));
  }

  private readonly onVisible = (): void => {
    if (!document.hidden) void this.ask();
    else clearTimeout(this.timer);
  };
}
