type Offer = { type: string; quality: number };

const everything = '*/*';

/** The media type that the client likes best of those there are, the first of equals; undefined if it takes none. */
export function preferredType(accept: string | undefined, available: readonly string[]): string | undefined {
  const accepted = (accept ?? everything).split(',').map(readOffer);
  const rated = available.map((type) => ({ type, quality: qualityOf(type, accepted) }));
  const best = Math.max(...rated.map(({ quality }) => quality));
  return best > 0 ? rated.find(({ quality }) => quality === best)?.type : undefined;
}

function readOffer(text: string): Offer {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, quality: quality === undefined ? 1 : Number(quality) };
}

/** What says most about a type counts: the type itself, its family, everything. */
function qualityOf(type: string, accepted: readonly Offer[]): number {
  const family = `${type.split('/')[0]}/*`;
  for (const name of [type, family, everything]) {
    const found = accepted.find((offer) => offer.type === name);
    if (found) return found.quality;
  }
  return 0;
}
