// What is known of the declaration of a node wherever it stands and whatever surrounds it. Declarations are the same objects from
// parse to parse, so after a keystroke all but one are found here.
import { memo } from '../memo.ts';
import { statementsOf, type Declaration } from '../tree.ts';
import { NodeMentions } from './mentions.ts';
import { Properties, PropertyIndex } from './properties.ts';

export class Facts {
  readonly properties: PropertyIndex;
  readonly mentions: NodeMentions;
  /** The surroundings in which nothing was found wrong with the node itself (check/surroundings.ts). */
  soundIn: readonly unknown[] | undefined;
  /** No list or map in it names anything twice (check/members.ts). */
  isFreeOfRepeats = false;

  constructor(decl: Declaration) {
    this.properties = new PropertyIndex(statementsOf(decl));
    this.mentions = new NodeMentions(new Properties(this.properties, 0));
  }
}

export const factsOf: (decl: Declaration) => Facts = memo((decl: Declaration) => new Facts(decl));
