import type { DocumentCommand } from '../document-messages.ts';
import { planAddItems } from './add-commands.ts';
import { planAddCategory, planChangeCategory } from './category-commands.ts';
import { planSetDone } from './done-commands.ts';
import {
  planAddEvent,
  planChangeEvent,
  planDeleteEvent,
  planPreview,
  planRestoreOccurrence,
} from './event-commands.ts';
import { planChangeMember, planRenameDevice, planRenameFamily, planSetApproval } from './family-commands.ts';
import { planRemoveFeed, planSetFeed, planStoreFeed } from './feed-commands.ts';
import { planImportEvents } from './import-commands.ts';
import { planChangeItem, planDeleteItems } from './item-commands.ts';
import {
  planAddList,
  planChangeList,
  planDeleteList,
  planDuplicateList,
  planMoveList,
  planRestoreList,
  planUseTemplate,
} from './list-commands.ts';
import { planMoveItem } from './move-commands.ts';
import { emptyPlan, type Planned, type PlanningScope } from './plan.ts';
import { planRestoreItems } from './restore-commands.ts';
import { planStepQuantity } from './step-command.ts';
import { planUndo } from './undo-command.ts';

/** What a command comes to as the document is now. Writes nothing. */
export function planCommand(body: DocumentCommand, scope: PlanningScope): Planned {
  switch (body.type) {
    case 'addItems':
      return planAddItems(body, scope);
    case 'setDone':
      return planSetDone(body, scope);
    case 'stepQuantity':
      return planStepQuantity(body, scope);
    case 'changeItem':
      return planChangeItem(body, scope);
    case 'moveItem':
      return planMoveItem(body, scope);
    case 'deleteItems':
      return planDeleteItems(body, scope);
    case 'addCategory':
      return planAddCategory(body, scope);
    case 'changeCategory':
      return planChangeCategory(body, scope);
    case 'restoreItems':
      return planRestoreItems(body, scope);
    case 'suggest': {
      const { list, text, limit } = body;
      return { ...emptyPlan(), value: { suggestions: scope.suggestions.suggest(list, text, limit, scope.context.at) } };
    }
    case 'together': {
      const { list, title, limit } = body;
      return { ...emptyPlan(), value: { suggestions: scope.suggestions.together(list, title, limit) } };
    }
    case 'addList':
      return planAddList(body, scope);
    case 'changeList':
      return planChangeList(body, scope);
    case 'moveList':
      return planMoveList(body, scope);
    case 'deleteList':
      return planDeleteList(body, scope);
    case 'restoreList':
      return planRestoreList(body, scope);
    case 'duplicateList':
      return planDuplicateList(body, scope);
    case 'useTemplate':
      return planUseTemplate(body, scope);
    case 'addEvent':
      return planAddEvent(body, scope);
    case 'changeEvent':
      return planChangeEvent(body, scope);
    case 'previewChange':
      return planPreview(body, scope);
    case 'restoreOccurrence':
      return planRestoreOccurrence(body, scope);
    case 'deleteEvent':
      return planDeleteEvent(body, scope);
    case 'changeMember':
      return planChangeMember(body, scope);
    case 'renameDevice':
      return planRenameDevice(body, scope);
    case 'renameFamily':
      return planRenameFamily(body, scope);
    case 'setApproval':
      return planSetApproval(body, scope);
    case 'importEvents':
      return planImportEvents(body, scope);
    case 'setFeed':
      return planSetFeed(body, scope);
    case 'removeFeed':
      return planRemoveFeed(body, scope);
    case 'storeFeed':
      return planStoreFeed(body, scope);
    case 'undo':
      return planUndo(body, scope);
  }
}
