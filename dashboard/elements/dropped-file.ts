import type { ReactiveControllerHost } from 'lit';

type Host = Pick<ReactiveControllerHost, 'requestUpdate'>;

/** A place on which a file can be dropped; `isOver` while one is held above it. */
export class DroppedFile {
  isOver = false;
  private readonly host: Host;
  private readonly take: (file: File) => void;

  constructor(host: Host, take: (file: File) => void) {
    this.host = host;
    this.take = take;
  }

  readonly onDrag = (event: Event): void => {
    event.preventDefault();
    this.hold(event.type === 'dragover');
  };

  readonly onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.hold(false);
    const file = event.dataTransfer?.files[0];
    if (file) this.take(file);
  };

  private hold(isOver: boolean): void {
    this.isOver = isOver;
    this.host.requestUpdate();
  }
}
