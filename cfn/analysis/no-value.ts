/** What `Ref: AWS::NoValue` gives while resolving: the property or list item that holds it disappears. */
export const noValue = Symbol('AWS::NoValue')
