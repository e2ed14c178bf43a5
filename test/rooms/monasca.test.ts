import { together } from '../rigs/together.ts';
import { rooms } from './rooms.ts';

await together(rooms.monasca);
