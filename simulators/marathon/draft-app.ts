import { type AppDefinition, type AppDraft, draftOf } from './app.ts';
import { canonicalId } from './app-id.ts';
import { checkApp, checkFields, checkUpdate, checkVersionStandsAlone } from './check-app.ts';
import { mergeUpdate, normalizeApp } from './normalize-app.ts';
import type { AppFields } from './parse-app.ts';
import { translateNew, translateUpdate } from './translate-fields.ts';

/** An app that the fields describe alone. Throws if they describe none. */
export function newDraft(id: string, fields: AppFields): AppDraft {
  checkFields(fields);
  const update = { ...translateNew(fields), id: canonicalId(id) };
  checkApp(update);
  return normalizeApp(id, update);
}

/** An app with the fields laid over it. Throws if that is none. */
export function changedDraft(current: AppDefinition, fields: AppFields): AppDraft {
  const update = translated(fields);
  const merged = mergeUpdate(draftOf(current), update);
  checkApp(merged);
  return normalizeApp(current.id, merged);
}

/** A new app out of an update: it gets no ports by default. */
export function draftOfUpdate(id: string, fields: AppFields): AppDraft {
  const update = { portDefinitions: [], ...translated(fields), id: canonicalId(id) };
  checkApp(update);
  return normalizeApp(id, update);
}

function translated(fields: AppFields) {
  checkFields(fields);
  checkVersionStandsAlone(fields);
  const update = translateUpdate(fields);
  checkUpdate(update);
  return update;
}
