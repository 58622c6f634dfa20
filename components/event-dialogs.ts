import './styles/events.css';
import { enDialogs } from '../locales/en-dialogs.ts';
import { enEvents } from '../locales/en-events.ts';
import { enRepeats } from '../locales/en-repeats.ts';
import { EventDialog as Dialog } from './event-dialog.tsx';
import { ReachDialog as Question } from './reach-dialog.tsx';

/** What opens about events, as one piece of code that is loaded when it is first needed. */
export const EventDialog = Dialog;
export const ReachDialog = Question;
/** The English texts that come with this code. */
export const texts = [enDialogs, enEvents, enRepeats];
