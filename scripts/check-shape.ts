import { namedFunctions, unpackedLiterals } from './shape/functions.ts';
import { arrowsBetweenFiles, arrowsBetweenRooms, circleOf, filesByRoom } from './shape/rooms.ts';
import { isProduct, isTest, readSources } from './shape/sources.ts';
import { problemsOf, walks } from './shape/walk.ts';

const bounds = {
  medianLines: 8,
  functionLines: 40,
  fileLines: 220,
  filesInRoom: 14,
  reportStops: 3,
  evaluationStops: 6,
};

/** One number of the shape of the code, its bound, and the places that are beyond it. */
interface Finding {
  what: string;
  value: number;
  atMost: number;
  beyond: string[];
}

const sources = readSources();
const product = sources.filter(isProduct);
const lib = product.filter(({ path }) => path.startsWith('lib/'));
const functions = product.flatMap(namedFunctions);

function functionFindings(): Finding[] {
  const lengths = functions.map(({ lines }) => lines).sort((a, b) => a - b);
  const long = functions.filter(({ lines }) => lines > bounds.functionLines);
  return [
    {
      what: `lines of the median of ${lengths.length} named functions`,
      value: lengths[Math.floor(lengths.length / 2)] ?? 0,
      atMost: bounds.medianLines,
      beyond: [],
    },
    {
      what: 'lines of the longest function',
      value: lengths.at(-1) ?? 0,
      atMost: bounds.functionLines,
      beyond: long.map(({ path, line, name, lines }) => `${path}:${line} ${name} has ${lines}`),
    },
  ];
}

function fileFindings(): Finding[] {
  const rooms = [...filesByRoom(lib)];
  return [
    {
      what: `lines of the longest of ${sources.length} files`,
      value: Math.max(...sources.map(({ lines }) => lines)),
      atMost: bounds.fileLines,
      beyond: sources
        .filter(({ lines }) => lines > bounds.fileLines)
        .map(({ path, lines }) => `${path} has ${lines}`),
    },
    {
      what: 'files in the fullest room of lib/, without tests',
      value: Math.max(...rooms.map(([, files]) => files)),
      atMost: bounds.filesInRoom,
      beyond: rooms
        .filter(([, files]) => files > bounds.filesInRoom)
        .map(([room, files]) => `${room} has ${files}`),
    },
  ];
}

function arrowFindings(): Finding[] {
  const betweenFiles = circleOf(arrowsBetweenFiles(sources)) ?? [];
  const betweenRooms = circleOf(arrowsBetweenRooms(product)) ?? [];
  return [
    { what: 'files in a circle of imports', value: betweenFiles.length, atMost: 0, beyond: betweenFiles },
    { what: 'rooms in a circle of imports', value: betweenRooms.length, atMost: 0, beyond: betweenRooms },
  ];
}

function walkFindings(): Finding[] {
  const stops = { report: bounds.reportStops, evaluation: bounds.evaluationStops };
  return (['report', 'evaluation'] as const).flatMap((name) => {
    const problems = problemsOf(walks[name], sources);
    return [
      {
        what: `stops of the walk of one ${name}`,
        value: walks[name].length,
        atMost: stops[name],
        beyond: walks[name],
      },
      { what: `wrong turns in the walk of one ${name}`, value: problems.length, atMost: 0, beyond: problems },
    ];
  });
}

function literalFindings(): Finding[] {
  const places = sources.flatMap(unpackedLiterals);
  return [
    { what: 'literals that are unpacked into another one', value: places.length, atMost: 0, beyond: places },
  ];
}

const findings = [
  ...functionFindings(),
  ...fileFindings(),
  ...arrowFindings(),
  ...walkFindings(),
  ...literalFindings(),
];
for (const { what, value, atMost, beyond } of findings) {
  const isRight = value <= atMost;
  console.log(`${isRight ? 'ok   ' : 'WRONG'} ${String(value).padStart(4)}  ${what}, at most ${atMost}`);
  if (!isRight) for (const place of beyond) console.log(`             ${place}`);
}
console.log(`(tests, which may have longer functions: ${sources.filter(isTest).length} files)`);
if (findings.some(({ value, atMost }) => value > atMost)) process.exitCode = 1;
