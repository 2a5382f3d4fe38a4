/** How sure it is that a resource's Ref and attributes will be other ones; decides what its dependants see. */
export type Fate = 'kept' | 'modified' | 'maybe replaced' | 'replaced' | 'added'
