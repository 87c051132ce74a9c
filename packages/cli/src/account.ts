/** Who everything belongs to while there is one account. */
export const account = 'default'
