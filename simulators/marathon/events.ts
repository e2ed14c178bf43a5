type Listener = (type: string, event: object) => void;

/** What happens in Marathon, told to whoever listens. Nothing is kept for those who come later. */
export type Events = {
  emit(type: string, fields: object): void;
  subscribe(listener: Listener): () => void;
};

export function eventBus(): Events {
  const listeners = new Set<Listener>();
  return {
    emit(type, fields) {
      const event = { ...fields, eventType: type, timestamp: new Date().toISOString() };
      for (const listener of [...listeners]) listener(type, event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
